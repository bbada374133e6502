//! What a simulated comparison has to show.

use super::{
    super::{
        Analysis, Drawn, DrawnResult, Finished, Input,
        analysis::{failed_patients, named},
        drawn::Drawing,
    },
    Comparison,
};
use cenersim_analyses::comparison::{Arm, Compared, Failed, Record};
use cenersim_model::{patient::Patient, simulation::Individual};
use cenersim_plot::{
    Figure, Theme,
    comparison::{ComparisonInput, comparison_figures},
};
use cenersim_report::{ComparisonRecord, Look, Made, Product, comparison_product};
use std::borrow::Cow;

/// Arms in the same patients.
pub type DrawnComparison<'a> = Cow<'a, Compared>;

impl Drawing for DrawnComparison<'_> {
    fn figures(&self, _seed: u64, footer: &str, theme: &Theme) -> Vec<Figure> {
        comparison_figures(&ComparisonInput { compared: self, footer }, theme)
    }
}

/// A comparison that was simulated.
pub(super) struct Found<'a> {
    pub comparison: &'a Comparison,
    pub compared: Compared,
    pub records: Vec<Record>,
    pub failures: Vec<Failed>,
}

impl Found<'_> {
    /// Scenarios as they were run, by a name of their own.
    /// The second of the same stem is called `name_2`.
    fn texts(&self) -> Vec<(String, String)> {
        let inputs = &self.comparison.request.inputs;
        let named = |(index, input): (usize, &Input)| {
            let taken = inputs[..index].iter().any(|other| other.name == input.name);
            let name = if taken { format!("{}_{}", input.name, index + 1) } else { input.name.clone() };
            (name, input.text.clone())
        };
        inputs.iter().enumerate().map(named).collect()
    }

    /// The patients of one arm, by number; those of a list by their row.
    fn patients(&self, arm: &Arm) -> Vec<Patient> {
        let design = self.comparison.design();
        design.patients().map(|number| Patient { number, ..design.patient(arm, number) }).collect()
    }
}

impl Finished for Found<'_> {
    fn product(&self, made: &Made, look: &Look) -> Product {
        let (comparison, design) = (self.comparison, self.comparison.design());
        let hypothesis = named(comparison.scenarios.iter().map(|scenario| scenario.hypothesis));
        let names: Vec<&str> = comparison.request.inputs.iter().map(|input| input.name.as_str()).collect();
        let subject = format!("scenario {} | p53 hypothesis {hypothesis}", names.join(", "));
        let result = DrawnResult::Comparison(Box::new(Cow::Borrowed(&self.compared)));
        let drawn = Drawn { subject, seed: self.compared.seed, result };
        let individuals: Vec<Vec<Individual>> = design.arms.iter().map(|arm| design.individuals(arm)).collect();
        let patients: Vec<Vec<Patient>> = design.arms.iter().map(|arm| self.patients(arm)).collect();
        let record = ComparisonRecord {
            compared: &self.compared,
            records: &self.records,
            cohort: &design.cohort,
            individuals: &individuals.iter().map(Vec::as_slice).collect::<Vec<_>>(),
            patients: &patients.iter().map(Vec::as_slice).collect::<Vec<_>>(),
            regimens: &design.arms.iter().map(|arm| &arm.regimen).collect::<Vec<_>>(),
            ledgers: &design.arms.iter().map(|arm| &arm.ledger).collect::<Vec<_>>(),
            scenarios: &self.texts(),
            failures: &failed_patients(self.compared.seed, &self.failures),
            hypothesis: &hypothesis,
            made: *made,
        };
        drawn.product(made, look, |figures| comparison_product(&record, figures, look.dark))
    }

    fn failures(&self) -> (Vec<String>, String) {
        let n = self.failures.len();
        let said = self.failures.iter().map(|failed| self.comparison.failed(failed)).collect();
        (said, format!("{n} patients failed and are in no result; all others finished and are written"))
    }
}
