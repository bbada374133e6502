//! `cenersim explore`: a page in a browser on which one patient is changed and simulated again, or the same page as a file.
//!
//! # Examples
//!
//! ```text
//! cenersim explore scenarios/arm_b.toml                           opens a page; Ctrl-C ends it
//! cenersim explore scenarios/phase2_arms.toml --arm B --port 8080
//! cenersim explore scenarios/arm_b.toml --export what_if.html     one file for people without the program
//! cenersim explore scenarios/arm_b.toml --export what_if.html --sliders "patient.tp53=wild_type,null" \
//!     --sliders "arm.cenersen.duration=0 d..8 d/5"
//! ```
//!
//! The page is served to this machine alone and ends with the command. Size and time of a file are told before it is
//! computed.

use super::{Failure, complain, print, session};
use cenersim::{report::replace, scenario::Scenario, study::notes};
use cenersim_explorer::{Base, Export, Named, Refusal, Server, Size};
use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Explore one patient live in a browser of this machine, or write the page with a grid of runs as one file.
#[derive(clap::Args)]
pub struct Explore {
    /// The scenario file.
    scenario: PathBuf,
    /// Only the arm of this name.
    #[arg(long, value_name = "NAME")]
    arm: Option<String>,
    /// Change a value of the scenario before it is explored, such as patient.age="50 y"; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    changes: Vec<String>,
    /// Port of 127.0.0.1; by default one that is free.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Print the address and leave the browser alone.
    #[arg(long)]
    no_open: bool,
    /// Write one HTML file with runs that were simulated before, instead of serving a page.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// A slider of the file and its values, as a sweep: PATH=a,b,c or PATH=from..to/steps; repeatable.
    #[arg(long, value_name = "PATH=VALUES", requires = "export")]
    sliders: Vec<String>,
    /// Write a file of more than 50 MB.
    #[arg(long, requires = "export")]
    large: bool,
    /// Replace an older file.
    #[arg(long, requires = "export")]
    overwrite: bool,
}

impl Explore {
    pub fn execute(&self) -> Result<(), Failure> {
        let base = self.base()?;
        match &self.export {
            Some(file) => self.write(base, file),
            None => self.serve(base),
        }
    }

    /// The scenario with one arm.
    fn base(&self) -> Result<Base, Failure> {
        let mut scenario = Scenario::read(&self.scenario, &self.changes)?;
        if let Some(arm) = &self.arm {
            scenario.keep_arm(arm)?;
        }
        session::note(&notes(&scenario));
        let file = self.scenario.display().to_string();
        Ok(Base::new(scenario, Named { file, arm: self.arm.clone(), changes: self.changes.clone() })?)
    }

    /// Until the process is ended.
    fn serve(&self, base: Base) -> Result<(), Failure> {
        let server = Server::listen(base, self.port).map_err(Failure::input)?;
        let address = server.address();
        print(&format!("{address}\nOnly this machine can open it; Ctrl-C ends it.\n"))?;
        if !self.no_open && std::io::stdout().is_terminal() {
            open(&address);
        }
        server.serve();
        Ok(())
    }

    /// The page as a file, after its size was told.
    fn write(&self, base: Base, file: &Path) -> Result<(), Failure> {
        self.check_place(file)?;
        let export = Export::new(base, &self.sliders)?;
        let size = export.size()?;
        self.announce(&size)?;
        session::end_on_interrupt();
        let bar = indicatif::ProgressBar::new(size.points as u64);
        let document = export.document(|| bar.inc(1))?;
        bar.finish_and_clear();
        replace(file, &document)?;
        print(&format!("written: {} ({:.1} MB)\n", file.display(), document.len() as f64 / 1e6))
    }

    /// A place for the file, before anything is computed for it.
    fn check_place(&self, file: &Path) -> Result<(), Failure> {
        if file.exists() && !self.overwrite {
            let shown = file.display();
            return Err(Failure::input(format!("`{shown}` is there already: expected a new name, or --overwrite")));
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
        folder.map_or(Ok(()), |missing| {
            let shown = missing.display();
            Err(Failure::input(format!("there is no folder `{shown}`: expected one that exists for the file")))
        })
    }

    /// What a file will need; too much is refused before it is computed.
    fn announce(&self, size: &Size) -> Result<(), Failure> {
        let (megabytes, seconds) = (size.bytes as f64 / 1e6, size.time.as_secs_f64());
        print(&format!("{} runs, about {megabytes:.1} MB and {seconds:.0} s\n", size.points))?;
        if size.is_large() && !self.large {
            return Err(Failure::input(format!(
                "a file of about {megabytes:.0} MB is hard to hand on: expected at most 50 MB; leave out values of --sliders, or add --large"
            )));
        }
        Ok(())
    }
}

impl From<Refusal> for Failure {
    fn from(refused: Refusal) -> Self {
        match refused {
            Refusal::Scenario(error) => error.into(),
            Refusal::Beyond(said) => Self::input(said),
        }
    }
}

/// Shows the page in the browser of this machine; where there is none, the address has been printed.
fn open(address: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let started =
        Command::new(opener).arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if started.is_err() {
        complain("note: no browser was found; open the address in one");
    }
}
