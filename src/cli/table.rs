//! `cenersim table`: a Parquet file of a result as CSV, for programs that read no Parquet.
//!
//! # Examples
//!
//! ```text
//! cenersim table output/compare/patients.parquet > patients.csv
//! ```

use super::{Failure, print};
use cenersim::report::Frame;
use std::path::{Path, PathBuf};

/// Print a table of a result, such as patients.parquet, as CSV; every number reads back to the same bits.
#[derive(clap::Args)]
pub struct TableCommand {
    /// The file.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl TableCommand {
    pub fn execute(&self) -> Result<(), Failure> {
        let folder = self.file.parent().unwrap_or(Path::new(""));
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        print(&Frame::read(folder, &name)?.csv())
    }
}
