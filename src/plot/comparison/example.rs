//! The real comparison with so many arms and patients as a test asks for: its arms again under other names, its courses
//! repeated. Left out: rates, differences and shares (see `row_example`).

use super::ComparisonInput;
use crate::fixtures::comparison;
use cenersim_analyses::comparison::{ArmResult, BandResult, BestChange, Compared, PairResult};
use cenersim_model::{curves::Response, treatment::DayNumbers};
use cenersim_statistics::{KaplanMeier, Observed};

pub const FOOTER: &str = "scenario phase2_arms | seed 1 | cenersim 0.1.0";

pub fn input(compared: &Compared) -> ComparisonInput<'_> {
    ComparisonInput { compared, footer: FOOTER }
}

/// Arms A, B, C ... in so many patients.
pub fn example(arms: u32, patients: u32) -> Compared {
    let real = comparison();
    Compared {
        pairs: pairs(arms as usize),
        two_arm: Vec::new(),
        arms: (0..arms).map(|n| arm(n, &real.arms[n as usize % real.arms.len()], patients)).collect(),
        attribution: Vec::new(),
        sweep: None,
        headline: None,
        patients,
        replicates: 1,
        // What the real one shows of its own three arms.
        shown: Vec::new(),
        mechanism: None,
        ..real
    }
}

fn pairs(arms: usize) -> Vec<PairResult> {
    let pair =
        |first, second| PairResult { first, second, rates: Vec::new(), measures: Vec::new(), survival_p: Some(0.031) };
    (0..arms).flat_map(|first| (first + 1..arms).map(move |second| pair(first, second))).collect()
}

/// One in twenty more patients than were examined; the seventh arm gives nothing.
fn arm(n: u32, real: &ArmResult, patients: u32) -> ArmResult {
    let examined = real.best_changes.iter().cycle().zip(1..=u64::from(patients));
    ArmResult {
        days: DayNumbers::default(),
        name: format!("arm {}", char::from(b'A' + (n % 26) as u8)),
        doses: if n % 7 == 6 { Vec::new() } else { real.doses.clone() },
        later: Vec::new(),
        responses: vec![(Response::CR, patients + patients / 20)],
        deaths: Vec::new(),
        rates: Vec::new(),
        measures: Vec::new(),
        overall_survival: spread(&real.overall_survival, patients),
        disease_free_survival: spread(&real.disease_free_survival, patients.div_ceil(8)),
        best_changes: examined.map(|(change, patient)| BestChange { patient, ..*change }).collect(),
        bands: real.bands.iter().map(|band| counted(band, patients)).collect(),
        published: None,
    }
}

/// The estimate of observed times.
pub fn estimate(observed: &[(f64, bool)]) -> KaplanMeier {
    let observed: Vec<Observed> =
        observed.iter().map(|(time, event)| Observed { time: *time, event: *event }).collect();
    KaplanMeier::of(&observed)
}

/// The same times in so many patients, those of the same patient a tenth of a day apart.
fn spread(real: &KaplanMeier, patients: u32) -> KaplanMeier {
    let of_step = |step: &cenersim_statistics::Step| {
        let (time, events) = (step.time, step.events);
        (0..events + step.censored).map(move |n| (time, n < events))
    };
    let once: Vec<(f64, bool)> = real.steps.iter().flat_map(of_step).collect();
    let again = (0..patients as usize).zip(once.iter().cycle()).map(|(n, (time, event))| {
        let later = if *event { 0.1 * (n / once.len()) as f64 % 6.0 } else { 0.0 };
        (time + later, *event)
    });
    estimate(&again.collect::<Vec<_>>())
}

/// A band of as many courses as there are patients; that of one patient has no width.
fn counted(real: &BandResult, patients: u32) -> BandResult {
    let most = real.courses.iter().copied().max().unwrap_or(1);
    let courses = real.courses.iter().map(|courses| courses * patients / most).collect();
    let mut band = BandResult { courses, ..real.clone() };
    if patients == 1 {
        let median = band.quantiles[2].clone();
        band.quantiles = std::array::from_fn(|_| median.clone());
    }
    band
}
