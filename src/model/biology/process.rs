//! What a process is: a file that says what it does, reads its numbers and is one system; and what is built from the list of
//! them. Left out: the list itself, which is the page `biology`.

use super::Phase;
use crate::{parameters::Ledger, patient::Tp53};
use std::fmt::Write;

/// What a process says of itself, in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct About {
    /// Its heading among the submodels.
    /// A word or two, with a capital letter.
    pub title: &'static str,
    /// What happens.
    pub what: &'static str,
    /// What it reads of the cells and of what processes share.
    pub reads: &'static str,
    /// What it writes of them.
    pub writes: &'static str,
    /// Beginnings of the paths of its numbers in the ledger; of two that fit a number the longer decides.
    pub numbers: &'static [&'static str],
}

/// A process of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process {
    /// When in a step it runs.
    pub phase: Phase,
    /// The name of its file, without `.rs`, and of its system.
    pub name: &'static str,
    /// The `ABOUT` of its file.
    pub about: About,
    /// The comment at the top of its file, line by line, which the description by the ODD protocol quotes.
    pub source: &'static str,
}

impl Process {
    /// All of them as a table in Markdown.
    ///
    /// Columns: what happens, file, what it reads, what it writes; no line break at the end.
    pub fn table(all: &[Self]) -> String {
        let mut table = "| process | file | reads | writes |\n|---|---|---|---|".to_owned();
        for Self { name, about, .. } in all {
            let _ = write!(table, "\n| {} | `{name}` | {} | {} |", about.what, about.reads, about.writes);
        }
        table
    }
}

/// The comment at the top of a source file: the lines that begin with `//!`. Nothing else of the file becomes part of the program.
#[macro_export]
macro_rules! top_of {
    ($source:expr) => {{
        const TOP: [u8; $crate::biology::top_length($source)] = $crate::biology::beginning($source);
        match ::core::str::from_utf8(&TOP) {
            Ok(top) => top,
            Err(_) => panic!("a line ends between two letters"),
        }
    }};
}

/// Bytes of the lines at the top of a source file that begin with `//!`.
pub const fn top_length(source: &str) -> usize {
    let mut rest = source.as_bytes();
    while let [b'/', b'/', b'!', ..] = rest {
        rest = after_line(rest);
    }
    source.len() - rest.len()
}

/// What follows the first line.
const fn after_line(mut text: &[u8]) -> &[u8] {
    while let [letter, rest @ ..] = text {
        text = rest;
        if *letter == b'\n' {
            break;
        }
    }
    text
}

/// The first bytes of a text.
pub const fn beginning<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    bytes.copy_from_slice(text.as_bytes().split_at(LENGTH).0);
    bytes
}

/// What the parameters of a process are read from.
#[derive(Clone, Copy, Debug)]
pub struct Numbers<'a> {
    /// Medians of the population.
    pub typical: &'a Ledger,
    /// This patient's own numbers.
    pub own: &'a Ledger,
    /// TP53 status of the leukemia.
    pub tp53: Tp53,
}

/// Builds from the list: a module for each file, [`Phase`], the schedule, [`Model`] with the parameters of each process,
/// and [`PROCESSES`].
macro_rules! processes {
    ($($phase:ident => $file:ident { $($field:ident: $parameters:ident)? })+) => {
        $(mod $file;)+

        /// Order of the processes in a step; part of the model.
        #[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Phase {
            $(
                #[doc = concat!("When the process of `", stringify!($file), ".rs` runs.")]
                $phase,
            )+
        }

        impl Phase {
            /// From the first to the last phase of a step.
            pub const ORDER: [Self; [$(stringify!($phase)),+].len()] = [$(Self::$phase),+];
        }

        /// All processes in the order of a step.
        pub const PROCESSES: &[Process] = &[$(Process {
            phase: Phase::$phase,
            name: stringify!($file),
            about: $file::ABOUT,
            source: $crate::top_of!(include_str!(concat!(stringify!($file), ".rs"))),
        }),+];

        /// All parameters of the cells of one patient. A model that exists is valid.
        #[derive(Resource, Clone, Debug, PartialEq)]
        pub struct Model {
            /// Classes of cells, and the timing of their cycles.
            pub hierarchy: Hierarchy,
            $($(
                #[doc = concat!("Parameters of the process of `", stringify!($file), ".rs`.")]
                pub $field: $file::$parameters,
            )?)+
            /// Spread of RNase H between the cells of a kind (standard deviation of the natural logarithm).
            pub rnase_h_log_sd: f64,
            /// Spread of drug resistance between the cells of each kind (standard deviation of the natural logarithm).
            pub resistance_log_sd: PerKind<f64>,
        }

        impl Model {
            /// `typical` holds the medians of the population, `individual` this patient's own numbers.
            pub fn new(typical: &Ledger, individual: &Ledger, tp53: Tp53) -> Self {
                let numbers = Numbers { typical, own: individual, tp53 };
                Self {
                    hierarchy: Hierarchy::new(individual),
                    $($($field: $file::$parameters::new(&numbers),)?)+
                    rnase_h_log_sd: individual.number("rnase_h.cell_log_sd"),
                    resistance_log_sd: PerKind::from_fn(|kind| individual.number(cell_log_sd(kind))),
                }
            }
        }

        /// One system for each phase, one after the other.
        fn schedule() -> Schedule {
            let mut schedule = Schedule::default();
            schedule.set_executor(SingleThreadedExecutor::new());
            for pair in Phase::ORDER.windows(2) {
                schedule.configure_sets(pair[0].before(pair[1]));
            }
            $(schedule.add_systems($file::$file.in_set(Phase::$phase));)+
            schedule
        }
    };
}
pub(super) use processes;

#[cfg(test)]
mod tests {
    #[test]
    fn the_top_of_a_file_ends_where_its_code_begins() {
        assert_eq!(crate::top_of!("//! Niche.\n//!\n//! Å.\n\nuse x;\n//! No.\n"), "//! Niche.\n//!\n//! Å.\n");
        assert_eq!(crate::top_of!("//! Niche."), "//! Niche.");
        assert_eq!(crate::top_of!("use x;\n"), "");
    }
}
