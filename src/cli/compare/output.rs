//! From simulated results to the comparison's folder: data files, figures and the report.

use super::{
    super::{
        figures::{failure, footer, program},
        hypotheses::{Asked, named},
        look::Look,
    },
    Compare, Failure,
    arms::Input,
    plan, session,
};
use cenersim::{
    comparison::{Compared, Design, Failed, Part},
    parameters::Hypothesis,
    patient::Patient,
    plot::{
        Figure,
        comparison::{ComparisonInput, comparison_figures},
        png,
    },
    report::{ComparisonRecord, FailedPatient, Staging, comparison_document, comparison_input, html, write_comparison},
};
use rayon::prelude::*;
use std::time::Duration;

/// A folder for what these scenarios yield when they are compared in this way.
pub fn staging(compare: &Compare, inputs: &[Input]) -> Result<Staging, Failure> {
    let name = plan::name(compare, inputs);
    let text = comparison_input(&texts(inputs), &asked(compare));
    Staging::new(&compare.output, &name, &text, compare.overwrite).map_err(failure)
}

/// Scenarios as they were run, by a name of their own.
fn texts(inputs: &[Input]) -> Vec<(String, String)> {
    let named = |(index, input): (usize, &Input)| {
        let name = &input.scenario.name;
        let taken = inputs[..index].iter().any(|other| other.scenario.name == *name);
        let name = if taken { format!("{name}_{}", index + 1) } else { name.clone() };
        (name, input.scenario.source.clone())
    };
    inputs.iter().enumerate().map(named).collect()
}

/// What the arguments add to the scenarios.
fn asked(compare: &Compare) -> String {
    format!(
        "patients {:?}, patient {:?}, replicates {:?}, without {:?}, sweep {:?}, endpoint {:?}, until_se {:?}, \
         max_patients {}, attribution {}, hypothesis {}, pairs {}",
        compare.patients,
        compare.patient,
        compare.replicates,
        compare.without,
        compare.sweep,
        compare.endpoint,
        compare.until_se,
        compare.max_patients,
        compare.attribution,
        compare.hypotheses.hypothesis.map_or("all", Asked::name),
        compare.hypotheses.pairs
    )
}

/// A comparison that has been simulated.
pub struct Finished<'a> {
    pub compare: &'a Compare,
    pub inputs: &'a [Input],
    pub design: &'a Design,
    pub part: &'a Part,
    pub compared: &'a Compared,
    pub wall: Duration,
}

impl Finished<'_> {
    /// Writes everything into the staged folder.
    pub fn write(&self, staging: &mut Staging) -> Result<(), Failure> {
        let patients: Vec<Vec<Patient>> = self.design.arms.iter().map(|arm| self.patients(arm)).collect();
        let patients: Vec<&[Patient]> = patients.iter().map(Vec::as_slice).collect();
        let ledgers: Vec<_> = self.design.arms.iter().map(|arm| &arm.ledger).collect();
        let record = ComparisonRecord {
            compared: self.compared,
            records: &self.part.records,
            patients: &patients,
            ledgers: &ledgers,
            scenarios: &texts(self.inputs),
            failures: &failed_patients(self.design.settings.seed, &self.part.failures),
            hypothesis: &named(self.hypotheses()),
            command: &session::command_line(),
            version: env!("CARGO_PKG_VERSION"),
            commit: session::commit(),
            wall: self.wall,
        };
        write_comparison(staging, &record).map_err(failure)?;
        let figures = self.figures();
        for (name, bytes) in figure_files(&figures, &self.compare.look) {
            staging.add_figure(&name, &bytes).map_err(failure)?;
        }
        let document = comparison_document(&record, figures, self.compare.look.is_dark());
        staging.add_report(&html(&document)).map_err(failure)
    }

    /// What losing p53 is supposed to do in each scenario.
    fn hypotheses(&self) -> impl Iterator<Item = Hypothesis> {
        self.inputs.iter().map(|input| input.scenario.hypothesis)
    }

    /// The patients of one arm, by number.
    fn patients(&self, arm: &cenersim::comparison::Arm) -> Vec<Patient> {
        self.design.patients().map(|number| self.design.patient(arm, number)).collect()
    }

    fn figures(&self) -> Vec<Figure> {
        let names: Vec<&str> = self.inputs.iter().map(|input| input.scenario.name.as_str()).collect();
        let version = program(env!("CARGO_PKG_VERSION"), session::commit());
        let footer = footer(&names.join(", "), self.hypotheses(), self.compared.seed, &version);
        comparison_figures(&ComparisonInput { compared: self.compared, footer: &footer }, &self.compare.look.theme())
    }
}

/// The failures as a reader of the results is told of them.
pub fn failed_patients(seed: u64, failures: &[Failed]) -> Vec<FailedPatient> {
    let one = |failed: &Failed| FailedPatient {
        patient: failed.patient,
        seed,
        message: format!("arm {}, replicate {}: {}", failed.arm, failed.replicate, failed.message),
    };
    failures.iter().map(one).collect()
}

/// File names and contents of figures: SVG and PNG of each.
pub fn figure_files(figures: &[Figure], look: &Look) -> Vec<(String, Vec<u8>)> {
    let both = |figure: &Figure| {
        let svg = (format!("{}.svg", figure.name), figure.svg.clone().into_bytes());
        [svg, (format!("{}.png", figure.name), png(figure, look.width, look.height))]
    };
    figures.par_iter().flat_map(both).collect()
}
