//! Potency: how much DNA damage a drug makes follows from the concentration that kills half of the cells in vitro.
//! Left out: medium, plating and the other differences between a dish and a marrow.
//!
//! Idarubicin: a culture of typical wild-type blasts meets the drug at its LC50 for the length of the assay; the damage
//! per bound drug is the one at which half of them are alive at its end. Cytarabine: a typical wild-type blast that passes
//! all of S phase at the EC50 dies before or in its mitosis with probability 1/2; repair goes on while p53 holds it in G2.

use super::{Kind, apoptosis::Apoptosis, cycle::Arrest, dna_damage::DnaDamage, p53::Response};
use crate::{parameters::Ledger, patient::Tp53, quantity::Rate};

/// Weight of idarubicin (ng per nmol).
const IDARUBICIN_NG_PER_NMOL: f64 = 497.5;

/// Fills in the potencies: the assay is solved with the typical ledger, then scaled to this patient's LC50 and EC50.
pub fn with_potencies(mut damage: DnaDamage, typical: &Ledger, individual: &Ledger) -> DnaDamage {
    let lc50 = |ledger: &Ledger| ledger.number("dna_damage.idarubicin_lc50") * 1e3;
    let assay = Assay::new(typical);
    damage.per_idarubicin = assay.solve(lc50(typical)) * lc50(typical) / lc50(individual);
    let (production, half) = cytarabine(typical, individual.number("dna_damage.cytarabine_ec50"));
    damage.per_cytarabine = production;
    damage.half_ara_ctp = half;
    damage
}

/// A culture of typical blasts.
struct Assay {
    damage: DnaDamage,
    p53: Response,
    apoptosis: Apoptosis,
    phase_weight: f64,
    hours: usize,
    fast: (f64, f64),
    slow: (f64, f64),
}

impl Assay {
    fn new(typical: &Ledger) -> Self {
        let damage = DnaDamage::new(typical);
        let ratio = typical.number("idarubicin.cell_ratio");
        let slow_share = typical.fraction("idarubicin.slow_share").value();
        let rate = |path: &str| Rate::from_half_life(typical.time(path)).in_per_hour();
        Self {
            phase_weight: mean_weight(&damage.phase_weight, typical),
            p53: Response::new(typical, Tp53::WildType),
            apoptosis: Apoptosis::new(typical),
            hours: typical.time("dna_damage.assay_length").in_hours() as usize,
            fast: (ratio * (1.0 - slow_share), rate("idarubicin.fast_half_life")),
            slow: (ratio * slow_share, rate("idarubicin.slow_half_life")),
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
        let filling = |(ratio, rate): (f64, f64), hour: f64| ratio * -libm::expm1(-rate * hour);
        let mut cumulative = 0.0;
        for hour in 0..self.hours {
            let now = hour as f64 + 0.5;
            let bound = medium * (filling(self.fast, now) + filling(self.slow, now));
            let damage = (per_bound * bound * self.phase_weight * self.damage.plateau()) as f32;
            let active = self.p53.active(1.0, damage, 1.0);
            cumulative += f64::from(hazard(&self.apoptosis, active, damage));
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

/// A wild-type blast that enters S phase under constant production of damage, followed to the end of mitosis.
struct Passage {
    damage: DnaDamage,
    p53: Response,
    apoptosis: Apoptosis,
    arrest: Arrest,
    s_hours: f64,
    g2m_hours: f64,
    /// A cell that is still held at G2/M then counts as alive.
    assay_hours: f64,
}

/// Step of the passage (h).
const PASSAGE_STEP: f64 = 0.1;

impl Passage {
    fn new(typical: &Ledger) -> Self {
        Self {
            damage: DnaDamage::new(typical),
            p53: Response::new(typical, Tp53::WildType),
            apoptosis: Apoptosis::new(typical),
            arrest: Arrest::new(typical),
            s_hours: typical.time("cycle.leukemic.s_phase").in_hours(),
            g2m_hours: typical.time("cycle.leukemic.g2m").in_hours(),
            assay_hours: typical.time("dna_damage.cytarabine_assay_length").in_hours(),
        }
    }

    /// Damage per hour in S at which half of the cells die before or in mitosis.
    fn solve(&self) -> f64 {
        bisect(1e-4, 1e3, |production| self.survival(production))
    }

    fn survival(&self, production: f64) -> f64 {
        let (mut fast, mut slow, mut cumulative, mut hour, mut left) = (0.0, 0.0, 0.0, 0.0, self.g2m_hours);
        while left > 0.0 && hour < self.assay_hours {
            let made = if hour < self.s_hours { production } else { 0.0 };
            fast = pool(fast, made * self.damage.fast_share, self.damage.fast_repair.in_per_hour());
            slow = pool(slow, made * (1.0 - self.damage.fast_share), self.damage.slow_repair.in_per_hour());
            let damage = (fast + slow) as f32;
            let active = self.p53.active(1.0, damage, 1.0);
            cumulative += f64::from(hazard(&self.apoptosis, active, damage)) * PASSAGE_STEP;
            if hour >= self.s_hours {
                left -= PASSAGE_STEP * f64::from(self.arrest.speed(active));
            }
            hour += PASSAGE_STEP;
        }
        let through_mitosis = if left > 0.0 { 1.0 } else { libm::exp(-(fast + slow)) };
        libm::exp(-cumulative) * through_mitosis
    }
}

/// Exact step of a pool of breaks.
fn pool(before: f64, production: f64, repair: f64) -> f64 {
    let level = production / repair;
    level + (before - level) * libm::exp(-repair * PASSAGE_STEP)
}

/// Hazard of a blast with this active p53 and damage (1/h), baseline loss not counted.
fn hazard(apoptosis: &Apoptosis, active: f32, damage: f32) -> f32 {
    apoptosis.through_p53[Kind::Blast] * apoptosis.saturation(active) + apoptosis.per_damage * damage
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

/// Damage per hour in S at saturation, and the ara-CTP with half of it (pmol per 10^6 cells), for this EC50 (umol/L).
fn cytarabine(typical: &Ledger, ec50: f64) -> (f64, f64) {
    let half_life = typical.time("ara_ctp.half_life").in_hours();
    // pmol per 10^6 cells and hour; the canonical unit is umol per cell.
    let formation = typical.number("ara_ctp.vmax") * 1e12 * ec50 / (typical.number("ara_ctp.km") + ec50);
    (2.0 * Passage::new(typical).solve(), formation * half_life / std::f64::consts::LN_2)
}
