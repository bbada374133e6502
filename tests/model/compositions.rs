//! Drugs as tables: any composition of kinetics against an independent solution by another method (classical Runge-Kutta in
//! short steps) of equations that are written here a second time, in amounts; superposition, balance and edges.

use cenersim::{
    parameters::{Ledger, Which},
    quantity::Time,
    treatment::{Administration, Body, Drug, Exposure, Kinetics, Route},
};
use proptest::prelude::*;
use std::f64::consts::LN_2;

const BODY: Body = Body { weight_kg: 70.0, height_cm: 175.0 };
/// Molar mass of every drug here (mg/umol).
const MASS: f64 = 0.3;
const NAME: &str = "examplin";

/// Two numbers of one part.
type Pair = (f64, f64);

/// What a drug is made of, with its numbers; half-lives in h.
#[derive(Clone, Debug)]
struct Composition {
    /// Clearance and central volume (L/h, L), or greatest elimination and half-saturation (umol/h, umol/L).
    clearance: f64,
    volume: f64,
    saturation: Option<(f64, f64)>,
    /// Exchange and volume of the periphery.
    periphery: Option<(f64, f64)>,
    /// Share and half-life of absorption.
    oral: Option<(f64, f64)>,
    /// Ratio of areas, and half-life; ratio and half-life in cells.
    metabolite: Option<(f64, f64, Option<Pair>)>,
    /// Ratio, share of the slow pool, half-lives of the fast and the slow pool; no share for one pool.
    pools: Option<(f64, Option<Pair>, f64)>,
    /// Greatest formation (pmol/10^6 cells/h), half-saturation (umol/L), half-life.
    active: Option<(f64, f64, f64)>,
}

impl Composition {
    fn saturates(&self) -> bool {
        self.saturation.is_some() || self.active.is_some()
    }

    /// As a scenario would write it.
    fn table(&self) -> String {
        let mut head = format!(
            "molar_mass = {}\nplasma_unit = \"{}\"\n",
            1e3 * MASS,
            if self.saturates() { "umol/L" } else { "mg/L" }
        );
        let mut numbers = vec![format!("central_volume = \"{} L\"", self.volume)];
        let mut add = |name: &str, value: f64, unit: &str| numbers.push(format!("{name} = \"{value} {unit}\""));
        match self.saturation {
            Some((vmax, km)) => {
                add("vmax", vmax, "umol/h");
                add("km", km, "umol/L");
                add("renal_clearance", self.clearance, "L/h");
            }
            None => add("clearance", self.clearance, "L/h"),
        }
        if let Some((exchange, volume)) = self.periphery {
            add("intercompartmental_clearance", exchange, "L/h");
            add("peripheral_volume", volume, "L");
        }
        if let Some((fraction, half_life)) = self.oral {
            add("oral.fraction", fraction, "");
            add("oral.half_life", half_life, "h");
        }
        if let Some((ratio, half_life, cells)) = self.metabolite {
            head.push_str("metabolite = { name = \"examplinol\", label = \"Examplinol\" }\n");
            add("metabolite.area_ratio", ratio, "");
            add("metabolite.half_life", half_life, "h");
            if let Some((ratio, half_life)) = cells {
                add("metabolite.cell_ratio", ratio, "");
                add("metabolite.cell_half_life", half_life, "h");
            }
        }
        if let Some((ratio, two, slow)) = self.pools {
            add("cell_ratio", ratio, "");
            match two {
                Some((share, fast)) => {
                    add("slow_share", share, "");
                    add("fast_half_life", fast, "h");
                    add("slow_half_life", slow, "h");
                }
                None => add("cell_half_life", slow, "h"),
            }
        }
        if let Some((vmax, km, half_life)) = self.active {
            head.push_str("active = { name = \"examplin_tp\", label = \"Examplin-TP\" }\n");
            add("active.vmax", vmax, "pmol/Mcells/h");
            add("active.km", km, "umol/L");
            add("active.half_life", half_life, "h");
        }
        format!("{head}\n[numbers]\n{}\n", numbers.join("\n"))
    }

    fn ledger(&self) -> Ledger {
        let mut ledger = Ledger::defaults();
        let table = self.table();
        ledger.describe(NAME, &table.parse().expect("TOML")).unwrap_or_else(|e| panic!("{}: {e}\n{table}", e.path));
        ledger
    }

    /// Of depot, plasma and periphery (mg or umol), metabolite (level), fast, slow and metabolite's pool (content), and
    /// active form, with the inflows into depot and plasma (amount/h).
    fn slopes(&self, y: &[f64; 8], into_depot: f64, into_vein: f64) -> [f64; 8] {
        let (fraction, absorbed) = self.oral.map_or((0.0, 0.0), |(fraction, half)| (fraction, LN_2 / half * y[0]));
        let plasma = y[1] / self.volume;
        let distributed = self.periphery.map_or(0.0, |(exchange, volume)| exchange * (plasma - y[2] / volume));
        let saturable = self.saturation.map_or(0.0, |(vmax, km)| vmax * plasma / (km + plasma));
        let metabolite = self.metabolite.map_or(0.0, |(ratio, half, _)| LN_2 / half * (ratio * plasma - y[3]));
        let bound = self.metabolite.and_then(|(.., cells)| cells);
        let bound = bound.map_or(0.0, |(ratio, half)| LN_2 / half * (ratio * y[3] - y[6]));
        let [fast, slow] = self.pools.map_or([0.0; 2], |(ratio, two, slow)| {
            let share = two.map_or(1.0, |(share, _)| share);
            let fast = two.map_or(0.0, |(share, half)| LN_2 / half * (ratio * (1.0 - share) * plasma - y[4]));
            [fast, LN_2 / slow * (ratio * share * plasma - y[5])]
        });
        let active = self.active.map_or(0.0, |(vmax, km, half)| vmax * plasma / (km + plasma) - LN_2 / half * y[7]);
        let cleared = self.clearance * plasma + saturable;
        let entering = into_vein + absorbed;
        [
            fraction * into_depot - absorbed,
            entering - cleared - distributed,
            distributed,
            metabolite,
            fast,
            slow,
            bound,
            active,
        ]
    }

    /// Levels at `hours`: plasma, metabolite, cells, metabolite in cells, active form.
    fn independent(&self, infusions: &[Administration], hours: f64) -> [f64; 5] {
        let unit = if self.saturates() { 1.0 / MASS } else { 1.0 };
        let mut edges: Vec<f64> = infusions.iter().flat_map(|i| [i.start, i.end()]).map(Time::in_hours).collect();
        edges.extend([0.0, hours]);
        edges.retain(|edge| *edge <= hours);
        edges.sort_by(f64::total_cmp);
        edges.dedup();
        let mut y = [0.0; 8];
        for edge in edges.windows(2) {
            let middle = 0.5 * (edge[0] + edge[1]);
            let into = |route: Route| -> f64 {
                let running = infusions.iter().filter(|i| i.route == route);
                let running = running.filter(|i| i.start.in_hours() < middle && middle < i.end().in_hours());
                unit * running.map(|i| i.amount_mg / i.duration.in_hours()).sum::<f64>()
            };
            let (depot, vein) = (into(Route::Oral), into(Route::Intravenous));
            let steps = ((edge[1] - edge[0]) / 0.01).ceil();
            for _ in 0..steps as u32 {
                y = step(&y, (edge[1] - edge[0]) / steps, |y| self.slopes(y, depot, vein));
            }
        }
        [y[1] / self.volume, y[3], y[4] + y[5], y[6], y[7]]
    }
}

/// One step of the classical method of fourth order.
fn step(y: &[f64; 8], length: f64, slopes: impl Fn(&[f64; 8]) -> [f64; 8]) -> [f64; 8] {
    let (mut end, mut slope) = (*y, [0.0; 8]);
    for (ahead, weight) in [(0.0, 1.0), (0.5, 2.0), (0.5, 2.0), (1.0, 1.0)] {
        let at = std::array::from_fn(|i| y[i] + ahead * length * slope[i]);
        slope = slopes(&at);
        (0..8).for_each(|i| end[i] += weight * length / 6.0 * slope[i]);
    }
    end
}

/// A factor from one end to the other, evenly on a log scale.
fn between(low: f64, high: f64) -> impl Strategy<Value = f64> {
    (0.0..1.0_f64).prop_map(move |x| low * (high / low).powf(x))
}

fn compositions() -> impl Strategy<Value = Composition> {
    let two_pools = prop::option::of((0.1..0.9_f64, between(0.3, 3.0)));
    let held = prop::option::of((between(1.0, 500.0), between(2.0, 100.0)));
    (
        (between(2.0, 60.0), between(20.0, 300.0), prop::option::of((between(50.0, 5000.0), between(1.0, 60.0)))),
        prop::option::of((between(2.0, 60.0), between(20.0, 800.0))),
        prop::option::of((0.1..1.0_f64, between(0.3, 6.0))),
        prop::option::of((between(0.2, 6.0), between(1.0, 60.0), held)),
        prop::option::of((between(1.0, 500.0), two_pools, between(2.0, 100.0))),
        prop::option::of((between(1.0, 100.0), between(0.5, 30.0), between(0.5, 20.0))),
    )
        .prop_map(|((clearance, volume, saturation), periphery, oral, metabolite, pools, active)| Composition {
            clearance,
            volume,
            saturation,
            periphery,
            oral,
            metabolite,
            pools,
            active,
        })
}

/// One to four infusions or, of drugs that are absorbed, swallows, to the minute.
fn schedules() -> impl Strategy<Value = Vec<(f64, f64, f64, bool)>> {
    let one = (0..1800_u32, 5..480_u32, between(1.0, 500.0), any::<bool>());
    prop::collection::vec(
        one.prop_map(|(start, length, mg, oral)| (f64::from(start) / 60.0, f64::from(length) / 60.0, mg, oral)),
        1..5,
    )
}

fn given(schedule: &[(f64, f64, f64, bool)], of: &Composition) -> Vec<Administration> {
    let one = |&(start, hours, amount_mg, oral): &(f64, f64, f64, bool)| Administration {
        drug: Drug::named(NAME),
        start: Time::hours(start).to_second(),
        duration: Time::hours(hours).to_second(),
        amount_mg,
        route: if oral && of.oral.is_some() { Route::Oral } else { Route::Intravenous },
        course: 1,
    };
    schedule.iter().map(one).collect()
}

fn kinetics(ledger: &Ledger, infusions: &[Administration]) -> Kinetics {
    let mut kinetics = Kinetics::new(ledger, ledger, BODY);
    infusions.iter().for_each(|infusion| kinetics.give(*infusion));
    kinetics
}

/// Plasma, metabolite, cells, metabolite in cells, active form; 0 for what the drug does not have.
fn levels(ledger: &Ledger, exposure: &Exposure) -> [f64; 5] {
    [Which::Plasma, Which::MetabolitePlasma, Which::Cell, Which::MetaboliteCell, Which::Active]
        .map(|which| ledger.places().get(Drug::named(NAME), which).map_or(0.0, |place| exposure.at(place)))
}

/// Within 1e-6 of each level, or of a millionth of the highest that counts.
fn alike(found: [f64; 5], expected: [f64; 5], highest: [f64; 5]) -> Result<(), TestCaseError> {
    for i in 0..5 {
        let error = (found[i] - expected[i]).abs();
        prop_assert!(
            error <= 1e-6 * expected[i].abs() + 1e-8 * highest[i] + 1e-12,
            "level {i}: {} instead of {}",
            found[i],
            expected[i]
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, rng_seed: prop::test_runner::RngSeed::Fixed(16), ..ProptestConfig::default() })]

    #[test]
    fn any_composition_agrees_with_an_independent_integrator(of in compositions(), schedule in schedules(), hours in 1.0..48.0_f64) {
        let (ledger, hours) = (of.ledger(), Time::hours(hours).to_second());
        let infusions = given(&schedule, &of);
        let mut kinetics = kinetics(&ledger, &infusions);
        kinetics.advance(hours);
        let found = levels(&ledger, &kinetics.levels());
        let expected = of.independent(&infusions, hours.in_hours());
        let peaks: Vec<[f64; 5]> = infusions.iter().map(|i| of.independent(&infusions, i.end().in_hours())).collect();
        let highest = std::array::from_fn(|i| peaks.iter().map(|peak| peak[i]).fold(0.0, f64::max));
        alike(found, expected, highest)?;
    }

    #[test]
    fn a_span_in_pieces_at_any_edge_is_the_span(of in compositions(), schedule in schedules(), cut in 0.1..30.0_f64) {
        let (ledger, infusions) = (of.ledger(), given(&schedule, &of));
        let cut = Time::hours(cut).to_second();
        let rest = Time::hours(40.0).to_second() - cut;
        let (mut whole, mut parts) = (kinetics(&ledger, &infusions), kinetics(&ledger, &infusions));
        let mean = levels(&ledger, &whole.advance(Time::hours(40.0)));
        let [first, second] = [cut, rest].map(|span| levels(&ledger, &parts.advance(span)));
        let ends = [&whole, &parts].map(|kinetics| levels(&ledger, &kinetics.levels()));
        let joined = std::array::from_fn(|i| (first[i] * cut.in_hours() + second[i] * rest.in_hours()) / 40.0);
        alike(joined, mean, mean)?;
        alike(ends[1], ends[0], mean)?;
    }

    #[test]
    fn levels_of_what_does_not_saturate_are_sums_and_all_that_is_given_is_cleared(of in compositions(), schedule in schedules()) {
        let of = Composition { saturation: None, active: None, ..of };
        let (ledger, infusions) = (of.ledger(), given(&schedule, &of));
        let at = |infusions: &[Administration]| {
            let mut kinetics = kinetics(&ledger, infusions);
            kinetics.advance(Time::hours(36.0));
            levels(&ledger, &kinetics.levels())
        };
        let all = at(&infusions);
        let alone: Vec<[f64; 5]> = infusions.iter().map(|infusion| at(&[*infusion])).collect();
        let sum = std::array::from_fn(|i| alone.iter().map(|levels| levels[i]).sum());
        alike(all, sum, all)?;
        let area = levels(&ledger, &kinetics(&ledger, &infusions).advance(Time::hours(1e5)))[0] * 1e5;
        let reached = |i: &Administration| i.amount_mg * if i.route == Route::Oral { of.oral.map_or(0.0, |(share, _)| share) } else { 1.0 };
        let entered: f64 = infusions.iter().map(reached).sum();
        prop_assert!((area * of.clearance / entered - 1.0).abs() < 1e-9, "{} of {entered} mg", area * of.clearance);
    }
}
