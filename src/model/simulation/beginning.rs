//! What a case begins with: the patient's own numbers, cells and blood beside the leukemia, the clinic, and what will be recorded.
//! Left out: steps.

use super::{Case, Until, recorder::Recorder};
use crate::{
    biology::{Blood, Marrow, Model},
    clinic::Clinic,
    curves::RecordedLevels,
    engine::Seed,
    parameters::Ledger,
    patient::{Disease, correlated, with_chemosensitivity, with_covariates, with_own_numbers},
    quantity::Time,
    treatment::Administration,
};

/// The patient's own numbers in a course, from 1: as drawn, at their percentile of chemosensitivity, as a list gives them, with
/// their covariates.
pub(super) fn own_numbers(case: &Case, course: u32) -> Ledger {
    let (seed, patient) = (Seed::new(case.settings.seed), case.patient);
    let own = correlated(case.ledger, seed, patient, case.correlations, course);
    with_covariates(with_own_numbers(with_chemosensitivity(own, case.ledger, patient), patient), patient)
}

/// Infusions around which every step is recorded.
fn recorded_doses(case: &Case) -> Vec<Administration> {
    if case.settings.until == Until::Remission { Vec::new() } else { first_course(case) }
}

/// Infusions that every replicate gets.
pub(super) fn first_course(case: &Case) -> Vec<Administration> {
    case.regimen.expand(case.patient.body, case.patient.age_years, 1, Time::ZERO)
}

/// Cells and blood before treatment, the leukemia beside what it has left of the normal marrow.
pub(super) fn marrow(case: &Case, own: &Ledger, model: Model, draws: Seed) -> Marrow {
    let patient = case.patient;
    let burden = if patient.disease == Disease::Healthy { 0.0 } else { patient.burden };
    let output = if burden > 0.0 { model.niche.normal_beside(burden) } else { 1.0 };
    Marrow::new(model, Blood::at_output(own, output), burden, case.settings.agents_per_class as usize, draws)
}

/// The clinic before the first step.
pub(super) fn clinic(case: &Case, own: &Ledger, draws: Seed) -> Clinic {
    let settings = case.settings;
    Clinic::new(own, &settings.criteria, settings.examinations.clone(), draws)
        .expect("the scenario reader has checked the name of the criteria")
        .followed(own, settings.after_failure, case.patient.age_years, settings.end(), draws)
        .counting_from(case.day_one(Time::ZERO))
}

/// The recorder of a case, which records every step while levels in plasma change within hours.
pub(super) fn recorder(case: &Case) -> Recorder {
    let levels = RecordedLevels::of(case.ledger);
    Recorder::new(case.settings.record_every, levels, &recorded_doses(case), case.snapshots)
}
