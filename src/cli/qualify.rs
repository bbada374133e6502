//! `cenersim qualify`: the model beside everything that was published and can be compared.
//! A check that fails is a finding and no error; a difference from a kept table is one.
//!
//! # Examples
//!
//! ```text
//! cenersim qualify                                            all that a few minutes allow
//! cenersim qualify --size reduced                             an eighth of the patients
//! cenersim qualify --only arms                                the published arms alone
//! cenersim qualify --set parameters.cenersen.potency="1 pmol/mg"    another model beside the same publications
//! cenersim qualify --size reduced --against docs/qualification.csv  compare with the kept table
//! ```
//!
//! `--against` reads the kept table before the simulation begins, so that a wrong path does not cost the minutes,
//! and ends with exit code 1 and one line for each difference. `--renew` writes it anew.

use super::{
    Failure,
    common::Common,
    driver::{Ask, Asked},
};
use cenersim::{
    parameters::Hypothesis,
    qualification::{Scope, Size},
    report::{Product, differences, replace},
    study::{QualificationRequest, Qualifying, Request},
};
use cenersim_text::Entries;
use std::path::PathBuf;

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
    #[command(flatten)]
    common: Common,
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

    /// The shipped regimens with the changes that options ask for.
    fn request(&self) -> Result<QualificationRequest, Failure> {
        let hypothesis = Some(self.hypothesis).filter(|hypothesis| *hypothesis != Hypothesis::default());
        let changes = self.common.changes(hypothesis)?;
        Ok(QualificationRequest::of(&changes, self.size(), self.scope())?)
    }
}

impl Ask for Qualify {
    fn common(&self) -> &Common {
        &self.common
    }

    fn ask(&self) -> Result<Asked<'_>, Failure> {
        // What cannot be read is told before hours of work.
        self.kept()?;
        let request = self.request()?;
        let qualifying = request.prepare()?;
        let text = plan(&qualifying);
        Ok(Asked::new(Request::Qualify(request), qualifying, text))
    }

    /// Compares with the kept table, or replaces it.
    fn conclude(&self, product: &Product) -> Result<(), Failure> {
        let (Some(path), Some(table)) = (&self.against, product.beside.first()) else { return Ok(()) };
        let Some(kept) = self.kept()? else {
            return Ok(replace(path, &table.csv())?);
        };
        let shown = path.display();
        let differing = differences(&kept, table).map_err(|fault| Failure::input(format!("`{shown}`: {fault}")))?;
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

/// Size, populations, hypothesis and seed.
fn plan(Qualifying { request, qualifier, hypothesis, .. }: &Qualifying) -> String {
    let mut entries = Entries::new(14);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    let (size, scope) = (request.size.name(), request.scope.name());
    line("qualification", format!("size {size}, checks: {scope}"));
    let (cohorts, patients) = (qualifier.cohorts().len(), qualifier.patients());
    line("populations", format!("{cohorts} under their regimens, {patients} patients in each"));
    line("hypothesis", format!("{}: {}", hypothesis.name(), hypothesis.meaning()));
    line("seed", qualifier.seed().to_string());
    entries.text() + "\n"
}
