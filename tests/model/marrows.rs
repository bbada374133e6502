//! Marrows that tests simulate: the shipped defaults with a few numbers changed.

use cenersim::{
    biology::{Blood, Kind, Marrow, Model},
    engine::Seed,
    parameters::Ledger,
    patient::Tp53,
    quantity::{Quantity, Time},
    treatment::Exposure,
};

/// Path and new value of a number of the ledger.
pub type Change<'a> = (&'a str, &'a str);

/// All cells of a kind carry the same RNase H and resistance.
pub const UNIFORM: [Change; 3] =
    [("rnase_h.cell_log_sd", "0"), ("dna_damage.cell_log_sd.leukemic", "0"), ("dna_damage.cell_log_sd.normal", "0")];

/// A short hierarchy of few cells, each of them an agent: everything that happens can be counted.
pub const TINY: [Change; 9] = [
    ("leukemia.progenitor.divisions", "3"),
    ("leukemia.blast.divisions", "2"),
    ("normal.progenitor.divisions", "2"),
    ("normal.stem.cells", "30 cells"),
    ("normal.progenitor.cells", "60 cells"),
    ("normal.stem.interval", "10 d"),
    ("leukemia.stem.g0_exit", "0.2 /d"),
    ("niche.reference_burden", "1000 cells"),
    ("niche.space_half", "300 cells"),
];

/// The defaults with these changes.
pub fn ledger(changes: &[Change]) -> Ledger {
    let mut ledger = Ledger::defaults();
    for (path, value) in changes {
        let value = value.parse::<f64>().map_or_else(|_| value.parse::<Quantity>(), Quantity::number);
        ledger.set(path, value.expect("a quantity")).expect("a number of the ledger");
    }
    ledger
}

pub fn model(ledger: &Ledger, tp53: Tp53) -> Model {
    Model::new(ledger, ledger, tp53)
}

/// A marrow at presentation; its blood stands at the output that the leukemia leaves.
pub fn marrow_of(model: Model, ledger: &Ledger, burden: f64, agents: usize, seed: u64) -> Marrow {
    let output = if burden > 0.0 { model.niche.normal_beside(burden) } else { 1.0 };
    Marrow::new(model, Blood::at_output(ledger, output), burden, agents, Seed::new(seed))
}

/// A marrow with wild-type TP53.
pub fn marrow(ledger: &Ledger, burden: f64, agents: usize, seed: u64) -> Marrow {
    marrow_of(model(ledger, Tp53::WildType), ledger, burden, agents, seed)
}

/// Steps of `span` hours from `from` until `until` [h]; exposure as a function of the middle of the step [h].
pub fn run(marrow: &mut Marrow, from: f64, until: f64, span: f64, exposure: impl Fn(f64) -> Exposure) {
    for step in 0..((until - from) / span).round() as u64 {
        let now = from + step as f64 * span;
        marrow.advance(Time::hours(now), Time::hours(span), exposure(now + 0.5 * span));
    }
}

pub fn nothing(_: f64) -> Exposure {
    Exposure::default()
}

/// A course of all three drugs, drawn with simple exponentials: chemotherapy on days 1 to 3, cenersen for a week.
pub fn course(hour: f64) -> Exposure {
    let day = hour / 24.0;
    let doses = |amount: f64, half_life: f64| {
        let left = |start: f64| if day > start { 0.5_f64.powf((day - start) * 24.0 / half_life) } else { 0.0 };
        amount * (left(1.0) + left(2.0) + left(3.0))
    };
    let bound = doses(400.0, 42.0);
    Exposure {
        cenersen_cell: 3.0 * if day < 7.0 { 1.0 - (-day).exp() } else { (7.0 - day).exp() },
        idarubicin_cell: bound + doses(400.0, 1.0),
        idarubicin_bound: bound,
        anthracycline_renewal: if bound > 0.0 { doses(200.0, 1.0) / bound } else { 0.0 },
        ara_ctp: doses(200.0, 1.76),
        ..Exposure::default()
    }
}

/// Agents and weight of every class, and the leukemic and normal cells: what a result is made of.
pub fn state(marrow: &Marrow) -> Vec<(usize, u32)> {
    marrow.roster().classes().iter().map(|class| (class.len, class.exponent)).collect()
}

/// Leukemic cells of all kinds.
pub fn leukemic(marrow: &Marrow) -> f64 {
    let cells = marrow.cells();
    Kind::ALL.into_iter().filter(|kind| kind.is_leukemic()).map(|kind| cells[kind]).sum()
}
