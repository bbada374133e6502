//! Hierarchy: stem cells feed progenitors with a limited number of divisions, which end as blasts or leave for the blood.
//! Left out: de-differentiation, and lineages other than one leukemic and one normal chain.
//!
//! Classes in the order of their rows: leukemic stem, progenitor stages, blast stages (the last does not divide),
//! normal stem, normal progenitor stages (the first renews itself).

use super::{Kind, PerKind, columns::ClassOf};
use crate::{parameters::Ledger, quantity::Rate};
use bevy_ecs::prelude::Resource;

/// Timing of the cell cycle of one class.
///
/// ```text
/// mean length of a cycle = 1/g0_exit (if born resting) + 1/g1_exit + S + G2/M
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClassCycle {
    /// Whether newborn cells rest in G0; otherwise they start in G1.
    pub born_resting: bool,
    /// Exit from G0 (1/h); 0 in a class that does not divide.
    pub g0_exit: f64,
    /// Exit from G1 without arrest (1/h); 0 in a class that does not divide.
    pub g1_exit: f64,
    /// Length of S (h).
    pub s_hours: f64,
    /// Length of G2 with M (h).
    pub g2m_hours: f64,
}

impl ClassCycle {
    /// Length of S, G2 and M together (h).
    pub fn active_hours(&self) -> f64 {
        self.s_hours + self.g2m_hours
    }

    /// Place in the cycle (0 to 1 over S, G2 and M) at which S ends.
    pub fn s_end(&self) -> f32 {
        (self.s_hours / self.active_hours()) as f32
    }

    /// A cycle of this mean length, with the rest of it spent in G1.
    ///
    /// The mean of G1 is half an hour at least.
    fn lasting(hours: f64, s_hours: f64, g2m_hours: f64) -> Self {
        let g1_exit = 1.0 / (hours - s_hours - g2m_hours).max(0.5);
        Self { born_resting: false, g0_exit: 0.0, g1_exit, s_hours, g2m_hours }
    }

    /// The same cycle, entered from G0 at this rate (1/h).
    fn resting(self, g0_exit: f64) -> Self {
        Self { born_resting: true, g0_exit, ..self }
    }

    /// The same cells, which rest for good.
    fn ended(self) -> Self {
        Self { born_resting: true, g0_exit: 0.0, g1_exit: 0.0, ..self }
    }

    /// Cells in G0, G1 and S/G2/M for an inflow of one newborn cell per hour, and the cells that reach mitosis per hour,
    /// in a population that grows at `growth` and loses cells at `loss` (1/h) (Euler-Lotka).
    ///
    /// With everything that leaves at growth plus loss λ: G0 = 1/(e_0 + λ), G1 = e_0 G0/(e_1 + λ), S to M = e_1 G1 (1 -
    /// exp(-λ T))/λ, and mitoses e_1 G1 exp(-λ T) after T hours.
    pub fn per_inflow(&self, growth: f64, loss: f64) -> PhaseCells {
        let out = growth + loss;
        let g0 = if self.born_resting { 1.0 / (self.g0_exit + out) } else { 0.0 };
        let into_g1 = if self.born_resting { self.g0_exit * g0 } else { 1.0 };
        let g1 = if into_g1 > 0.0 { into_g1 / (self.g1_exit + out) } else { 0.0 };
        let into_s = self.g1_exit * g1;
        let survive = libm::exp(-out * self.active_hours());
        let spent = if out.abs() < 1e-12 { self.active_hours() } else { (1.0 - survive) / out };
        PhaseCells { g0, g1, active: into_s * spent, mitoses: into_s * survive }
    }
}

/// Cells by phase, and cells that reach mitosis per hour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PhaseCells {
    /// Cells in G0.
    pub g0: f64,
    /// Cells in G1.
    pub g1: f64,
    /// Cells in S, G2 and M.
    pub active: f64,
    /// Cells that reach mitosis per hour.
    pub mitoses: f64,
}

impl PhaseCells {
    /// Cells in all phases.
    pub fn total(&self) -> f64 {
        self.g0 + self.g1 + self.active
    }

    /// All four numbers times a factor.
    pub fn scaled(&self, factor: f64) -> Self {
        Self {
            g0: self.g0 * factor,
            g1: self.g1 * factor,
            active: self.active * factor,
            mitoses: self.mitoses * factor,
        }
    }
}

/// All classes and their cycles.
///
/// A class is a kind and a stage; its number is its place in [`Hierarchy::classes`], here and in
/// [`Roster`](crate::engine::Roster).
#[derive(Resource, Clone, Debug, PartialEq)]
pub struct Hierarchy {
    /// Kind and stage of each class, in the order of their numbers.
    classes: Vec<ClassOf>,
    /// Lengths of the phases of each class, in the same order.
    cycles: Vec<ClassCycle>,
    /// First class of each kind.
    first: PerKind<usize>,
    /// Divisions of normal progenitors before megakaryocytes leave their chain.
    branch: usize,
}

impl Hierarchy {
    /// Numbers of stages are numbers of divisions of the ledger; one more stage of blasts does not divide, and one more
    /// of normal progenitors renews.
    pub fn new(ledger: &Ledger) -> Self {
        let leukemic = |hours: f64| {
            ClassCycle::lasting(
                hours,
                ledger.time("cycle.leukemic.s_phase").in_hours(),
                ledger.time("cycle.leukemic.g2m").in_hours(),
            )
        };
        let normal = |hours: f64| {
            let (s, g2m) = (ledger.time("cycle.normal.s_phase"), ledger.time("cycle.normal.g2m"));
            ClassCycle::lasting(hours, s.in_hours(), g2m.in_hours())
        };
        let hours = |path: &str| ledger.time(path).in_hours();
        let exit = |path: &str| ledger.rate(path).in_per_hour();
        let branch = ledger.number("blood.platelets.divisions") as usize;
        let mut all = Self { classes: Vec::new(), cycles: Vec::new(), first: PerKind::default(), branch };
        all.chain(Kind::LeukemicStem, &[leukemic(hours("leukemia.stem.cycle")).resting(exit("leukemia.stem.g0_exit"))]);
        let progenitors = ledger.number("leukemia.progenitor.divisions") as usize;
        all.chain(Kind::LeukemicProgenitor, &vec![leukemic(hours("leukemia.progenitor.cycle")); progenitors]);
        let blast = leukemic(hours("leukemia.blast.cycle")).resting(exit("leukemia.blast.g0_exit"));
        let mut blasts = vec![blast; ledger.number("leukemia.blast.divisions") as usize];
        blasts.push(blast.ended());
        all.chain(Kind::Blast, &blasts);
        let stem = normal(hours("normal.stem.cycle"));
        let active = Rate::per_hour(1.0 / hours("normal.stem.interval"));
        all.chain(Kind::NormalStem, &[stem.resting(active.in_per_hour())]);
        let mut progenitors = vec![normal(hours("normal.progenitor.renewing_cycle"))];
        let amplifying = ledger.number("normal.progenitor.divisions") as usize;
        progenitors.extend(vec![normal(hours("normal.progenitor.amplifying_cycle")); amplifying]);
        all.chain(Kind::NormalProgenitor, &progenitors);
        all
    }

    /// Appends the classes of one kind.
    fn chain(&mut self, kind: Kind, cycles: &[ClassCycle]) {
        self.first[kind] = self.classes.len();
        for (stage, cycle) in cycles.iter().enumerate() {
            self.classes.push(ClassOf { kind, stage: stage as u8, last: stage + 1 == cycles.len() });
            self.cycles.push(*cycle);
        }
    }

    /// Kind and stage of each class, in the order of their rows.
    pub fn classes(&self) -> &[ClassOf] {
        &self.classes
    }

    /// Timing at rest, before niche, arrest and ara-CTP change it.
    ///
    /// # Panics
    /// If there is no such class, here and below.
    pub fn cycle(&self, class: usize) -> &ClassCycle {
        &self.cycles[class]
    }

    /// First class of a kind.
    ///
    /// The stem cells of either chain, the first amplifying leukemic stage, the first blasts, or the renewing normal
    /// progenitors.
    pub fn first(&self, kind: Kind) -> usize {
        self.first[kind]
    }

    /// Class that daughters enter when they do not stay; none for the last of a chain.
    ///
    /// Normal progenitors of the last stage leave for the blood; blasts of the last stage do not divide.
    pub fn next(&self, class: usize) -> Option<usize> {
        let ends = class + 1 == self.classes.len() || self.classes[class + 1].kind == Kind::NormalStem;
        (!ends).then_some(class + 1)
    }

    /// Class whose leaving daughters pass the branch of the megakaryocytes.
    pub fn branch(&self) -> usize {
        (self.first(Kind::NormalProgenitor) + self.branch).min(self.classes.len() - 1)
    }

    /// Whether a daughter may stay in the class of its mother.
    ///
    /// So do stem cells of both chains and the first stage of normal progenitors.
    pub fn renews(&self, class: usize) -> bool {
        let of = self.classes[class];
        matches!(of.kind, Kind::LeukemicStem | Kind::NormalStem) || of.kind == Kind::NormalProgenitor && of.stage == 0
    }
}
