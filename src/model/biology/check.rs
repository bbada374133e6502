//! Whether a changed ledger and a burden describe cells that can exist: what one number alone does not show.
//! Left out: whether the numbers are plausible; the ledger's ranges say that.

use super::{Hierarchy, Kind, Model, PhaseCells, Presentation};
use crate::{
    parameters::Ledger,
    patient::{Disease, Patient},
};

/// Most divisions of a chain: 2^60 cells from one.
const MOST_DIVISIONS: f64 = 60.0;

/// Numbers of divisions.
const DIVISIONS: [&str; 3] =
    ["leukemia.progenitor.divisions", "leukemia.blast.divisions", "normal.progenitor.divisions"];

/// Lengths of a whole cycle, and whose S and G2/M they must hold.
const CYCLES: [(&str, &str); 6] = [
    ("leukemia.stem.cycle", "leukemic"),
    ("leukemia.progenitor.cycle", "leukemic"),
    ("leukemia.blast.cycle", "leukemic"),
    ("normal.stem.cycle", "normal"),
    ("normal.progenitor.renewing_cycle", "normal"),
    ("normal.progenitor.amplifying_cycle", "normal"),
];

/// The error names the path, what was found and what was expected.
///
/// Looked at are whole numbers of divisions (1 to 60), cycles longer than their S, G2 and M, self-renewal of normal
/// cells above one half, long steps shorter than S with G2 and M, and, for a patient with leukemia, growth from at
/// least one stem cell at this burden.
///
/// # Errors
/// The first of these that does not hold, as a sentence with the value and what to change.
pub fn check(ledger: &Ledger, patient: &Patient) -> Result<(), String> {
    DIVISIONS.iter().try_for_each(|path| whole(ledger, path))?;
    CYCLES.iter().try_for_each(|(path, cells)| holds_its_phases(ledger, path, cells))?;
    for path in ["normal.stem.renewal", "normal.progenitor.renewal"] {
        let renewal = ledger.number(path);
        if renewal <= 0.5 {
            return Err(format!("`{path}` is `{renewal}`: expected more than 0.5, or nothing is ever replaced"));
        }
    }
    steps_resolve_mitosis(ledger)?;
    let model = Model::new(ledger, ledger, patient.tp53);
    if patient.disease == Disease::Healthy { Ok(()) } else { sustains_itself(&model, patient.burden) }
}

/// A number of divisions must be one.
fn whole(ledger: &Ledger, path: &str) -> Result<(), String> {
    let number = ledger.number(path);
    if libm::trunc(number) == number && (1.0..=MOST_DIVISIONS).contains(&number) {
        return Ok(());
    }
    Err(format!("`{path}` is `{number}`: expected a whole number from 1 to {MOST_DIVISIONS}"))
}

/// What is left of a cycle is its G1, which must exist.
fn holds_its_phases(ledger: &Ledger, path: &str, cells: &str) -> Result<(), String> {
    let hours = |path: &str| ledger.time(path).in_hours();
    let active = hours(&format!("cycle.{cells}.s_phase")) + hours(&format!("cycle.{cells}.g2m"));
    if hours(path) > active {
        return Ok(());
    }
    Err(format!("`{path}` is `{} h`: expected more than S with G2 and M, which last {active} h", hours(path)))
}

/// A newborn cell must not reach its own mitosis within the step in which it was born.
fn steps_resolve_mitosis(ledger: &Ledger) -> Result<(), String> {
    let quiet = ledger.time("simulation.quiet_step").in_hours();
    let hierarchy = Hierarchy::new(ledger);
    let shortest =
        (0..hierarchy.classes().len()).map(|i| hierarchy.cycle(i).active_hours()).fold(f64::INFINITY, f64::min);
    if quiet > 0.0 && quiet < shortest {
        return Ok(());
    }
    Err(format!(
        "`simulation.quiet_step` is `{quiet} h`: expected more than 0 and less than S with G2 and M, {shortest} h"
    ))
}

/// The untreated leukemia must have a stable composition at this burden.
fn sustains_itself(model: &Model, burden: f64) -> Result<(), String> {
    let presentation = Presentation::new(model, &model.hierarchy, burden);
    let sound = |cells: &PhaseCells| [cells.g0, cells.g1, cells.active].iter().all(|n| n.is_finite() && *n >= 0.0);
    let stem = presentation.classes[model.hierarchy.first(Kind::LeukemicStem)].total();
    if presentation.growth > 0.0 && stem >= 1.0 && presentation.classes.iter().all(sound) {
        return Ok(());
    }
    let (renewal, per_day) = (model.niche.leukemic(burden), presentation.growth * 24.0);
    Err(format!(
        "with self-renewal `{renewal:.3}` at this burden the untreated leukemia grows by {per_day:.4} per day from \
         {stem:.1} stem cells: expected growth and at least one stem cell; raise `leukemia.stem.renewal` or the burden"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engine::Seed,
        parameters::Hypothesis,
        patient::{Tp53, enrolled},
        quantity::Time,
    };

    /// What the check says of the patient of arm A with one parameter changed.
    fn said(path: &str, value: &str) -> String {
        let mut ledger = Ledger::under(Hypothesis::Source);
        let disease = Disease::Relapsed { first_remission: Time::days(210.0) };
        let anybody = enrolled(&ledger, Seed::new(1), 1);
        let patient = Patient { disease, tp53: Tp53::WildType, burden: 1e12, ..anybody };
        ledger.set(path, value.parse().expect("a quantity")).expect("a parameter");
        check(&ledger, &patient).err().unwrap_or_default()
    }

    #[test]
    fn the_defaults_describe_cells_that_can_exist() {
        assert_eq!(said("leukemia.stem.renewal", "0.93"), "");
    }

    #[test]
    fn impossible_cells_are_refused_with_the_way_out() {
        assert!(said("leukemia.progenitor.divisions", "2.5").contains("whole number"));
        assert!(said("leukemia.progenitor.cycle", "10 h").contains("more than S with G2 and M"));
        assert!(said("normal.stem.renewal", "0.4").contains("more than 0.5"));
        assert!(said("leukemia.stem.renewal", "0.5").contains("raise `leukemia.stem.renewal`"));
        assert!(said("simulation.quiet_step", "20 h").contains("less than S"));
    }
}
