//! Named points at which a program stops when a test asks for it: killed at once, as by `kill -9`, or held until a signal
//! ends it. So no test depends on when a signal arrives. Builds without debug assertions have no such points.
//!
//! `CENERSIM_FAULT=abort|checkpoint of replicate 1|2` ends the program when it reaches that point for the second time;
//! `hold` says so on the standard error and waits; `*` stands for any point.

/// Name of the variable of the environment.
pub const VARIABLE: &str = "CENERSIM_FAULT";

/// Stops here if this is the point that was asked for, and the turn.
#[cfg(not(debug_assertions))]
pub fn reach(_point: &str) {}

/// Stops here if this is the point that was asked for, and the turn.
#[cfg(debug_assertions)]
pub fn reach(point: &str) {
    use std::sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    };
    static ASKED: OnceLock<Option<Asked>> = OnceLock::new();
    static REACHED: AtomicU64 = AtomicU64::new(0);
    let asked = ASKED.get_or_init(|| std::env::var(VARIABLE).ok().as_deref().and_then(Asked::read));
    let Some(asked) = asked.as_ref().filter(|asked| asked.point == "*" || asked.point == point) else { return };
    if REACHED.fetch_add(1, Ordering::Relaxed) + 1 == asked.turn {
        asked.stop(point);
    }
}

/// What a test asks for.
#[cfg(debug_assertions)]
#[derive(Debug, PartialEq)]
struct Asked {
    hold: bool,
    point: String,
    turn: u64,
}

#[cfg(debug_assertions)]
impl Asked {
    fn read(text: &str) -> Option<Self> {
        let [action, point, turn] = text.split('|').collect::<Vec<_>>().try_into().ok()?;
        Some(Self { hold: action == "hold", point: point.into(), turn: turn.parse().ok()? })
    }

    fn stop(&self, point: &str) {
        use std::io::Write;
        if !self.hold {
            std::process::abort();
        }
        let _ = writeln!(std::io::stderr(), "held at {point}");
        loop {
            std::thread::park();
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(debug_assertions)]
    #[test]
    fn a_fault_is_an_action_a_point_and_a_turn() {
        use super::Asked;
        let asked = Asked { hold: true, point: "checkpoint of replicate 1".into(), turn: 2 };
        assert_eq!(Asked::read("hold|checkpoint of replicate 1|2"), Some(asked));
        for text in ["", "abort", "abort|x", "abort|x|soon", "abort|x|1|2"] {
            assert_eq!(Asked::read(text), None, "{text}");
        }
    }
}
