//! Potency: how much DNA damage a drug makes follows from the concentration that kills half of the cells in vitro.
//! Left out: medium, plating and the other differences between a dish and a marrow.
//!
//! Idarubicin: a culture of typical wild-type blasts meets the drug at its LC50 for the length of the assay; the damage
//! per bound drug is the one at which half of them are alive at its end. Cytarabine: a blast of which half die in the next
//! mitosis has passed all of S phase at the EC50 and carries ln 2 lesions; repair and slowing do not count. Half-saturation
//! (L09) is a number of its own, so that a cell can carry many more lesions at higher levels.
//!
//! Both are solved once, for the typical patient. What makes a leukemia resistant (its own LC50 and EC50, the factor common
//! to both drugs, the kind of cell) divides them; normal cells keep the potency of the typical patient.

use super::{Kind, Numbers, PerKind, apoptosis::Apoptosis, dna_damage::DnaDamage, p53::Response};
use crate::{parameters::Ledger, patient::Tp53, quantity::Rate};

/// Weight of idarubicin (ng per nmol).
const IDARUBICIN_NG_PER_NMOL: f64 = 497.5;

/// Fills in the potencies: the assays are solved with the typical ledger, then scaled to this patient's cells.
///
/// `damage` comes without potencies; `typical` holds the medians of the population and `individual` this patient's
/// numbers.
pub fn with_potencies(mut damage: DnaDamage, typical: &Ledger, individual: &Ledger) -> DnaDamage {
    let lc50 = |ledger: &Ledger| ledger.number("dna_damage.idarubicin_lc50") * 1e3;
    let idarubicin = Assay::new(typical).solve(lc50(typical));
    let cytarabine = lesions_per_hour(typical);
    damage.per_idarubicin = PerKind::from_fn(|kind| idarubicin / resistance(typical, individual, IDARUBICIN, kind));
    damage.per_cytarabine = PerKind::from_fn(|kind| cytarabine / resistance(typical, individual, CYTARABINE, kind));
    damage
}

/// A drug in the ledger: its name, and the concentration that its potency is stated as.
type Drug = (&'static str, &'static str);
const IDARUBICIN: Drug = ("idarubicin", "dna_damage.idarubicin_lc50");
const CYTARABINE: Drug = ("cytarabine", "dna_damage.cytarabine_ec50");

/// Resistance of cells of a kind in this patient relative to typical blasts.
fn resistance(typical: &Ledger, individual: &Ledger, (drug, concentration): Drug, kind: Kind) -> f64 {
    let of_kind = individual.number(&format!("dna_damage.resistance.{drug}.{}", kind.name()));
    let own = individual.number(concentration) / typical.number(concentration);
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
    damage: DnaDamage,
    p53: Response,
    apoptosis: Apoptosis,
    /// Mean of the weights of the phases over the culture.
    phase_weight: f64,
    /// Idarubicin in cells (ng/mL) in the middle of each hour of the assay, for each ng/mL of the medium.
    bound: Vec<f64>,
}

impl Assay {
    fn new(typical: &Ledger) -> Self {
        let numbers = Numbers { typical, own: typical, tp53: Tp53::WildType };
        let damage = DnaDamage::without_potencies(typical);
        let ratio = typical.number("idarubicin.cell_ratio");
        let slow_share = typical.fraction("idarubicin.slow_share").value();
        let rate = |path: &str| Rate::from_half_life(typical.time(path)).in_per_hour();
        let (fast, slow) = (rate("idarubicin.fast_half_life"), rate("idarubicin.slow_half_life"));
        let filling = |share: f64, rate: f64, hour: f64| ratio * share * -libm::expm1(-rate * hour);
        let bound = |hour: f64| filling(1.0 - slow_share, fast, hour) + filling(slow_share, slow, hour);
        let hours = typical.time("dna_damage.assay_length").in_hours() as usize;
        Self {
            phase_weight: mean_weight(&damage.phase_weight, typical),
            p53: Response::new(&numbers),
            apoptosis: Apoptosis::new(&numbers),
            bound: (0..hours).map(|hour| bound(hour as f64 + 0.5)).collect(),
            damage,
        }
    }

    /// Damage per hour and ng/mL bound at which half of the culture survives `nanomolar` idarubicin.
    fn solve(&self, nanomolar: f64) -> f64 {
        bisect(1e-9, 1.0, |per_bound| self.survival(nanomolar, per_bound))
    }

    /// Share of the culture alive at the end, baseline loss not counted.
    fn survival(&self, nanomolar: f64, per_bound: f64) -> f64 {
        let medium = nanomolar * IDARUBICIN_NG_PER_NMOL * 1e-3;
        let mut cumulative = 0.0;
        for bound in &self.bound {
            let damage = (per_bound * (medium * bound) * self.phase_weight * self.damage.plateau()) as f32;
            let active = self.p53.active(1.0, damage, 1.0);
            cumulative += f64::from(self.apoptosis.hazard(self.apoptosis.through_p53[Kind::Blast], active, damage));
        }
        libm::exp(-cumulative)
    }
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

/// Lesions per hour in S phase when ara-CTP saturates: half of the typical blasts that pass S phase at the EC50 carry
/// enough to die in mitosis, exp(-lesions) = 1/2.
fn lesions_per_hour(typical: &Ledger) -> f64 {
    let ec50 = typical.number("dna_damage.cytarabine_ec50");
    // At a constant level, formation balances loss.
    let formation = typical.number("ara_ctp.vmax") * ec50 / (typical.number("ara_ctp.km") + ec50);
    let ara_ctp = formation / Rate::from_half_life(typical.time("ara_ctp.half_life_in_vitro")).in_per_hour();
    let incorporation = ara_ctp / (ara_ctp + typical.number("ara_ctp.half_incorporation"));
    std::f64::consts::LN_2 / (typical.time("cycle.leukemic.s_phase").in_hours() * incorporation)
}
