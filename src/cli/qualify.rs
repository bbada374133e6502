//! `cenersim qualify`: the model beside everything that was published and can be compared.
//! A check that fails is a finding and no error; a difference from a kept table is one.

use super::{
    Failure,
    compare::figure_files,
    figures::{failure, program},
    look::Look,
    print, session,
};
use cenersim::{
    parameters::{Hypothesis, Ledger},
    plot::{Figure, qualification},
    qualification::{Qualification, REGIMENS, Scope, Size, hours, qualify},
    report::{
        QualificationRecord, Staging, differences, html, qualification_document, qualification_json,
        qualification_table, qualification_text, replace, write_qualification,
    },
};
use std::{path::PathBuf, time::Instant};

/// Compare the model with everything that was published of it: a table of checks with verdicts, figures and a report.
#[derive(clap::Args)]
pub struct Qualify {
    /// How many patients: all that a few minutes allow, or an eighth of them.
    #[arg(long, value_enum, default_value = "full")]
    size: SizeName,
    /// Only the published arms: every arm of the literature that gives the model's drugs, beside its counts.
    #[arg(long, value_enum, conflicts_with = "against")]
    only: Option<Only>,
    /// Compare with a table that was kept, such as docs/qualification.csv; end with exit code 1 if anything but the last
    /// digits of values (1 in 10^6) differs.
    #[arg(long, value_name = "CSV")]
    against: Option<PathBuf>,
    /// Replace the kept table by this result, instead of comparing with it.
    #[arg(long, requires = "against")]
    renew: bool,
    /// The model under this hypothesis about p53: neutral (the default), clinical or source.
    #[arg(long, value_name = "NAME", default_value = "neutral", conflicts_with = "against")]
    hypothesis: Hypothesis,
    /// Show no progress.
    #[arg(long, short)]
    quiet: bool,
    /// Print the checks as JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Folder that receives a folder of the result's name.
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    output: PathBuf,
    /// Name of the result's folder; by default `qualification`, with what it is limited to.
    #[arg(long)]
    name: Option<String>,
    /// Threads; by default one for each core. The results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4096))]
    threads: Option<u32>,
    /// Replace results of another qualification that has the same name.
    #[arg(long)]
    overwrite: bool,
    #[command(flatten)]
    look: Look,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum SizeName {
    Full,
    Reduced,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Only {
    Arms,
}

impl Qualify {
    /// Reads what is kept, simulates, draws, writes; what is on disk changes only at the very end.
    pub fn execute(&self) -> Result<(), Failure> {
        let kept = self.kept()?;
        session::end_on_interrupt();
        let mut staging = self.staging()?;
        let ledger = Ledger::under(self.hypothesis);
        let begun = Instant::now();
        let found = session::threads(self.threads)?.install(|| self.simulate(&ledger));
        let record = QualificationRecord {
            found: &found,
            ledger: &ledger,
            command: &session::command_line(),
            version: env!("CARGO_PKG_VERSION"),
            commit: session::commit(),
            wall: begun.elapsed(),
        };
        self.write(&mut staging, &record)?;
        let written = staging.commit().map_err(failure)?;
        let folder = written.first().and_then(|path| path.parent()).map(|folder| folder.display().to_string());
        self.show(&found, &folder.unwrap_or_default())?;
        self.conclude(&found, kept.as_deref())
    }

    const fn size(&self) -> Size {
        match self.size {
            SizeName::Full => Size::Full,
            SizeName::Reduced => Size::Reduced,
        }
    }

    const fn scope(&self) -> Scope {
        match self.only {
            None => Scope::All,
            Some(Only::Arms) => Scope::Arms,
        }
    }

    /// The table to compare with; none if it is to be replaced.
    fn kept(&self) -> Result<Option<String>, Failure> {
        let Some(path) = self.against.as_ref().filter(|_| !self.renew) else { return Ok(None) };
        let text = std::fs::read_to_string(path);
        text.map(Some).map_err(|error| {
            Failure::input(format!("`{}` cannot be read ({error}): expected a table of checks", path.display()))
        })
    }

    fn staging(&self) -> Result<Staging, Failure> {
        let name = self.name.clone().unwrap_or_else(|| {
            let arms = if self.scope() == Scope::Arms { "_arms" } else { "" };
            let reduced = if self.size() == Size::Reduced { "_reduced" } else { "" };
            let under = match self.hypothesis {
                Hypothesis::Neutral => String::new(),
                other => format!("_{}", other.name()),
            };
            format!("qualification{arms}{reduced}{under}")
        });
        let (size, scope) = (self.size().name(), self.scope().name());
        let asked = format!("{REGIMENS}\n# size {size}, {scope}, hypothesis {}\n", self.hypothesis.name());
        Staging::new(&self.output, &name, &asked, self.overwrite).map_err(failure)
    }

    fn simulate(&self, ledger: &Ledger) -> Qualification {
        let bar = session::progress_bar(hours(self.size(), self.scope()), self.quiet);
        let found = qualify(ledger, self.size(), self.scope(), &|hours| bar.inc(hours.round().max(0.0) as u64));
        bar.finish_and_clear();
        found
    }

    fn write(&self, staging: &mut Staging, record: &QualificationRecord) -> Result<(), Failure> {
        write_qualification(staging, record).map_err(failure)?;
        let figures = self.figures(record);
        for (name, bytes) in figure_files(&figures, &self.look) {
            staging.add_figure(&name, &bytes).map_err(failure)?;
        }
        staging.add_report(&html(&qualification_document(record, figures, self.look.is_dark()))).map_err(failure)
    }

    fn figures(&self, record: &QualificationRecord) -> Vec<Figure> {
        let version = program(record.version, record.commit);
        let (size, hypothesis, seed) = (record.found.size.name(), self.hypothesis.name(), record.found.seed);
        let footer = format!("qualification, size {size} | p53 hypothesis {hypothesis} | seed {seed} | {version}");
        qualification(record.found, &footer, &self.look.theme())
    }

    fn show(&self, found: &Qualification, folder: &str) -> Result<(), Failure> {
        if self.json {
            return print(&qualification_json(found));
        }
        print(&format!("{}\nwritten: {folder}\n", qualification_text(found)))
    }

    /// Compares with the kept table, or replaces it.
    fn conclude(&self, found: &Qualification, kept: Option<&str>) -> Result<(), Failure> {
        let (Some(path), table) = (&self.against, qualification_table(found)) else { return Ok(()) };
        let Some(kept) = kept else {
            return replace(path, &table.csv()).map_err(failure);
        };
        let shown = path.display();
        let differing = differences(kept, &table).map_err(|fault| Failure::input(format!("`{shown}`: {fault}")))?;
        if differing.is_empty() {
            return Ok(());
        }
        Err(Failure::Run(anyhow::anyhow!(
            "{} differences from `{shown}`; if they are meant, renew it with `cenersim qualify --size {} --against {shown} \
             --renew`\n{}",
            differing.len(),
            self.size().name(),
            differing.join("\n")
        )))
    }
}
