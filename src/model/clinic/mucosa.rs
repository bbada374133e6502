//! Mucosal barrier of mouth and gut: high plasma levels of cytarabine injure it, it heals over days, and until then more
//! infections get in. Deaths of induction rise with high doses although neutropenia does not last longer (AT-R03, L21).
//! Left out: injury by idarubicin, which all induction arms give alike, toxicity to brain and liver, and that healing
//! needs neutrophils.
//!
//! ```text
//! dI/dt = C/(C + C50) per day - (ln 2/half-life) I        hazard of infection x (1 + excess I)
//! ```
//!
//! with the cytarabine C in plasma: I counts days at levels that injure as much as a level can. Infusions of 100 to 200 mg/m2/d
//! stay far below C50.

use crate::{
    parameters::Ledger,
    quantity::{Rate, Time},
};

/// The barrier of one patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Mucosa {
    /// Cytarabine in plasma with half of the greatest injury (umol/L).
    half_injury: f64,
    /// By its half-life.
    healing: Rate,
    /// Relative rise of the hazard of infection for a day of greatest injury.
    excess: f64,
    /// Days of greatest injury not healed yet.
    injury: f64,
}

impl Mucosa {
    /// Without injury.
    pub fn new(ledger: &Ledger) -> Self {
        Self {
            half_injury: ledger.number("mucosa.half_injury"),
            healing: Rate::from_half_life(ledger.time("mucosa.half_life")),
            excess: ledger.number("mucosa.excess"),
            injury: 0.0,
        }
    }

    /// Injury at present (d).
    pub const fn state(&self) -> f64 {
        self.injury
    }

    /// Goes back to a state.
    pub const fn restore(&mut self, injury: f64) {
        self.injury = injury;
    }

    /// Passes a step at this level of cytarabine in plasma (umol/L), exactly for a constant level; returns the factor on
    /// the hazard of infection at its end.
    pub fn advance(&mut self, span: Time, cytarabine: f64) -> f64 {
        let healing = self.healing.in_per_hour();
        let made = cytarabine / (cytarabine + self.half_injury) / 24.0;
        let level = made / healing;
        self.injury += (level - self.injury) * -libm::expm1(-healing * span.in_hours());
        1.0 + self.excess * self.injury
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(days: f64, cytarabine: f64) -> Mucosa {
        let mut mucosa = Mucosa::new(&Ledger::defaults());
        mucosa.advance(Time::days(days), cytarabine);
        mucosa
    }

    /// A level without end approaches what a day injures over what a day heals; without cytarabine half is left after the
    /// half-life.
    #[test]
    fn injury_has_a_plateau_and_a_half_life() {
        let ledger = Ledger::defaults();
        let half_life = ledger.time("mucosa.half_life").in_days();
        let mut mucosa = after(1000.0, ledger.number("mucosa.half_injury"));
        let plateau = 0.5 * half_life / std::f64::consts::LN_2;
        assert!((mucosa.state() / plateau - 1.0).abs() < 1e-9, "{} {plateau}", mucosa.state());
        mucosa.advance(Time::days(half_life), 0.0);
        assert!((mucosa.state() / plateau - 0.5).abs() < 1e-9);
    }

    #[test]
    fn the_length_of_the_step_takes_no_part_in_it() {
        let mut short = after(0.0, 0.0);
        for _ in 0..48 {
            short.advance(Time::hours(0.5), 20.0);
        }
        assert!((short.state() / after(1.0, 20.0).state() - 1.0).abs() < 1e-9);
    }

    /// A week of 200 mg/m2/d (0.3 umol/L) injures less than a fifth of what three infusions of 3 g/m2 do (80 umol/L for a
    /// day altogether); without cytarabine the hazard stays what it is.
    #[test]
    fn levels_of_continuous_infusions_hardly_injure() {
        let factor = |days: f64, cytarabine: f64| after(days, cytarabine).advance(Time::ZERO, 0.0);
        let (week, high) = (factor(7.0, 0.3) - 1.0, factor(1.0, 80.0) - 1.0);
        assert!(0.0 < week && week < 0.2 * high && factor(7.0, 0.0) == 1.0, "{week} {high}");
    }
}
