//! Potency: how much DNA damage a drug makes follows from the concentration that kills half of the cells in vitro.
//! Left out: medium, plating and the other differences between a dish and a marrow.
//!
//! A drug that makes breaks: a culture of typical wild-type blasts meets the drug at its LC50 for the length of the assay;
//! the damage per bound drug is the one at which half of them are alive at its end. A drug that makes lesions: a blast of
//! which half die in the next mitosis has passed all of S phase at the EC50 and carries ln 2 lesions; repair and slowing do
//! not count. Half-saturation (L09) is a number of its own, so that a cell can carry many more lesions at higher levels.
//!
//! Each is solved once, for the typical patient. What makes a leukemia resistant (its own LC50 and EC50, the factor common
//! to all drugs, the kind of cell) divides it; normal cells keep the potency of the typical patient.

use super::{Kind, Numbers, PerKind, apoptosis::Apoptosis, dna_damage::DnaDamage, p53::Response};
use crate::{
    parameters::{Action, Description, Ledger},
    patient::Tp53,
    quantity::Rate,
};

/// Fills in the potencies: the assays are solved with the typical ledger, then scaled to this patient's cells.
///
/// `damage` comes without potencies; `typical` holds the medians of the population and `individual` this patient's
/// numbers.
pub fn with_potencies(mut damage: DnaDamage, typical: &Ledger, individual: &Ledger) -> DnaDamage {
    let that = |action| typical.drugs().iter().filter(move |drug| drug.does(action));
    for (breaks, drug) in damage.breaks.iter_mut().zip(that(Action::Breaks)) {
        let per_level = Assay::new(drug, typical).solve(nanomolar(drug, typical));
        breaks.per_level = PerKind::from_fn(|kind| per_level / resistance(typical, individual, (drug, "lc50"), kind));
    }
    for (lesions, drug) in damage.lesions.iter_mut().zip(that(Action::Lesions)) {
        let greatest = lesions_per_hour(drug, typical);
        lesions.greatest = PerKind::from_fn(|kind| greatest / resistance(typical, individual, (drug, "ec50"), kind));
    }
    damage
}

/// LC50 of a drug (nmol/L): its own, or that of another drug times a ratio.
fn nanomolar(drug: &Description, typical: &Ledger) -> f64 {
    let ratio = if drug.has("lc50_ratio") { typical.number(&drug.path("lc50_ratio")) } else { 1.0 };
    typical.number(&drug.path("lc50")) * ratio * 1e3
}

/// A drug, and the name of the concentration that its potency is stated as.
type Potency<'a> = (&'a Description, &'a str);

/// Resistance of cells of a kind in this patient relative to typical blasts.
fn resistance(typical: &Ledger, individual: &Ledger, (drug, concentration): Potency<'_>, kind: Kind) -> f64 {
    let of_kind = individual.number(&drug.path(&format!("resistance.{}", kind.name())));
    let concentration = drug.path(concentration);
    let own = individual.number(&concentration) / typical.number(&concentration);
    let number = |path: &str| individual.number(path);
    of_kind
        * match kind {
            Kind::LeukemicStem => own * number("leukemia.chemoresistance") * number("leukemia.stem.chemoresistance"),
            Kind::LeukemicProgenitor | Kind::Blast => own * number("leukemia.chemoresistance"),
            Kind::NormalStem | Kind::NormalProgenitor => number("normal.chemoresistance"),
        }
}

/// A culture of typical blasts.
struct Assay {
    /// Rule of damage, still without the potencies that the assay is to find.
    damage: DnaDamage,
    p53: Response,
    /// Rule of death by the p53 and the damage of the culture.
    apoptosis: Apoptosis,
    /// Mean of the weights of the phases over the culture.
    phase_weight: f64,
    /// Drug in cells in the middle of each hour of the assay, for each unit of level in the medium.
    bound: Vec<f64>,
    /// Weight of the drug (ng per nmol).
    molar_mass: f64,
    /// Unit of the medium in one ng/mL.
    unit: f64,
}

impl Assay {
    /// The culture in which a drug was measured, by the ledger of a typical patient: its length, and how cells fill
    /// with drug.
    fn new(drug: &Description, typical: &Ledger) -> Self {
        let numbers = Numbers { typical, own: typical, tp53: Tp53::WildType };
        let damage = DnaDamage::without_potencies(typical);
        let hours = typical.time(&drug.path("assay_length")).in_hours() as usize;
        let molar_mass = drug.molar_mass.unwrap_or(1.0);
        Self {
            phase_weight: mean_weight(&damage.phase_weight, typical),
            p53: Response::new(&numbers),
            apoptosis: Apoptosis::new(&numbers),
            bound: (0..hours).map(|hour| filling(drug, typical, hour as f64 + 0.5)).collect(),
            damage,
            molar_mass,
            unit: match drug.plasma_unit.as_str() {
                "ng/mL" => 1.0,
                "mg/L" => 1e-3,
                _ => 1.0 / molar_mass,
            },
        }
    }

    /// Damage per hour and unit of level bound at which half of the culture survives so much drug (nmol/L).
    fn solve(&self, nanomolar: f64) -> f64 {
        bisect(1e-9 / self.unit, 1.0 / self.unit, |per_bound| self.survival(nanomolar, per_bound))
    }

    /// Share of the culture alive at the end, baseline loss not counted.
    fn survival(&self, nanomolar: f64, per_bound: f64) -> f64 {
        let medium = nanomolar * self.molar_mass * 1e-3 * self.unit;
        let mut cumulative = 0.0;
        for bound in &self.bound {
            let damage = (per_bound * (medium * bound) * self.phase_weight * self.damage.plateau()) as f32;
            let active = self.p53.active(1.0, damage, 1.0);
            cumulative += f64::from(self.apoptosis.hazard(self.apoptosis.through_p53[Kind::Blast], active, damage));
        }
        libm::exp(-cumulative)
    }
}

/// Drug in cells for each unit of level in a medium that they have met for so long (h).
fn filling(drug: &Description, typical: &Ledger, hour: f64) -> f64 {
    let ratio = typical.number(&drug.path("cell_ratio"));
    let rate = |name: &str| Rate::from_half_life(typical.time(&drug.path(name))).in_per_hour();
    let pool = |share: f64, rate: f64| ratio * share * -libm::expm1(-rate * hour);
    if !drug.has_two_pools() {
        return pool(1.0, rate("cell_half_life"));
    }
    let slow_share = typical.fraction(&drug.path("slow_share")).value();
    pool(1.0 - slow_share, rate("fast_half_life")) + pool(slow_share, rate("slow_half_life"))
}

/// Phase weight of the average blast: the growth fraction (K04) is spread over G1, S and G2/M by their lengths.
fn mean_weight(weight: &[f64; 4], ledger: &Ledger) -> f64 {
    let cycling = ledger.fraction("leukemia.blast.growth_fraction").value();
    let hours = |path: &str| ledger.time(path).in_hours();
    let (all, s, g2m) = (hours("leukemia.blast.cycle"), hours("cycle.leukemic.s_phase"), hours("cycle.leukemic.g2m"));
    let in_cycle = ((all - s - g2m) * weight[1] + s * weight[2] + g2m * weight[3]) / all;
    (1.0 - cycling) * weight[0] + cycling * in_cycle
}

/// Where `survival`, which falls with its argument, is one half.
fn bisect(mut low: f64, mut high: f64, survival: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..60 {
        let middle = libm::sqrt(low * high);
        if survival(middle) > 0.5 {
            low = middle;
        } else {
            high = middle;
        }
    }
    libm::sqrt(low * high)
}

/// Lesions per hour in S phase when the active form saturates: half of the typical blasts that pass S phase at the EC50 carry
/// enough to die in mitosis, exp(-lesions) = 1/2.
fn lesions_per_hour(drug: &Description, typical: &Ledger) -> f64 {
    let number = |name: &str| typical.number(&drug.path(name));
    let ec50 = number("ec50");
    // At a constant level, formation balances loss.
    let formation = number("active.vmax") * ec50 / (number("active.km") + ec50);
    let loss = Rate::from_half_life(typical.time(&drug.path("active.half_life_in_vitro"))).in_per_hour();
    let active = formation / loss;
    let incorporation = active / (active + number("active.half_incorporation"));
    std::f64::consts::LN_2 / (typical.time("cycle.leukemic.s_phase").in_hours() * incorporation)
}
