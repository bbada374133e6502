//! What is written down during a simulation: curves on a regular grid and around infusions, every agent on chosen days.
//! Left out: events (they are dated by what causes them).

use crate::{
    biology::{Kind, Marrow},
    clinic::Findings,
    curves::{CurveSet, RecordedLevels, Snapshot, Variable},
    quantity::Time,
    treatment::{Administration, Exposure},
};

/// Curves and snapshots under way. Recording is passive: it happens at the ends of steps and never changes one.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Recorder {
    /// Interval of the regular grid.
    every: Time,
    /// Levels of drugs that are recorded.
    levels: RecordedLevels,
    /// Points so far.
    curves: CurveSet,
    /// Times still to come at which every agent is kept, latest first.
    pending: Vec<Time>,
    /// Spans in which every step is recorded, because plasma levels change within hours.
    dense: Vec<(Time, Time)>,
    /// Cells on the days that were asked for.
    snapshots: Vec<Snapshot>,
    /// When a point was recorded last.
    last: Time,
}

/// How long after the start or end of an infusion every step is recorded.
const DENSE: Time = Time::hours(12.0);

/// Half a day from each start and end of an infusion.
fn dense(infusions: &[Administration]) -> Vec<(Time, Time)> {
    let edges = infusions.iter().flat_map(|infusion| [infusion.start, infusion.end()]);
    edges.map(|edge| (edge, edge.after(DENSE))).collect()
}

impl Recorder {
    /// Records every `every`, every step within half a day of an edge of these infusions, and all agents at `snapshots`.
    pub fn new(every: Time, levels: RecordedLevels, infusions: &[Administration], snapshots: &[Time]) -> Self {
        let mut pending: Vec<Time> = snapshots.iter().map(|time| time.to_second()).collect();
        pending.sort_by(|a, b| b.in_hours().total_cmp(&a.in_hours()));
        let (curves, snapshots) = (CurveSet::default(), Vec::new());
        Self { every, levels, curves, pending, dense: dense(infusions), snapshots, last: Time::ZERO }
    }

    /// From now on every step is recorded around these infusions and no others.
    pub fn follow(&mut self, infusions: &[Administration]) {
        self.dense = dense(infusions);
    }

    /// Whether a multiple of the interval has been passed since the last point.
    fn on_grid(&self, now: Time) -> bool {
        let cell = |time: Time| time.in_seconds() / self.every.in_seconds().max(1);
        cell(now) > cell(self.last)
    }

    /// Whether every step is recorded at this time.
    fn is_dense(&self, now: Time) -> bool {
        self.dense.iter().any(|(from, until)| *from < now && now <= *until)
    }

    /// Writes down what is due at `now`; `exposure` is the mean over the step that ended now.
    pub fn observe(&mut self, now: Time, exposure: &Exposure, findings: &Findings, marrow: &mut Marrow) {
        while self.pending.last().is_some_and(|time| *time <= now) {
            self.pending.pop();
            self.snapshots.push(marrow.snapshot(now.in_days()));
        }
        if now == Time::ZERO || self.on_grid(now) || self.is_dense(now) {
            let span = (now - self.last).in_days();
            self.last = now;
            self.curves.days.push(now.in_days());
            self.cells(span, marrow);
            self.curves.push_levels(&self.levels, exposure);
            self.clinic(findings);
        }
    }

    /// Curves by kind of cell; catastrophes become a rate over the days since the last point (1/d).
    fn cells(&mut self, days: f64, marrow: &mut Marrow) {
        let (census, catastrophes) = marrow.census();
        for kind in Kind::ALL {
            let counted = census[kind];
            let rate = if days > 0.0 && counted.cells > 0.0 { catastrophes[kind] / counted.cells / days } else { 0.0 };
            let [g0, g1, s, g2m] = counted.phases;
            for (variable, value) in [
                (Variable::Cells, counted.cells),
                (Variable::Agents, counted.agents),
                (Variable::P53Mrna, counted.mrna),
                (Variable::P53Protein, counted.protein),
                (Variable::Damage, counted.damage),
                (Variable::Lesions, counted.lesions),
                (Variable::ShareG0, g0),
                (Variable::ShareG1, g1),
                (Variable::ShareS, s),
                (Variable::ShareG2M, g2m),
                (Variable::DeathP53, counted.death_p53),
                (Variable::DeathDamage, counted.death_damage),
                (Variable::Catastrophe, rate),
            ] {
                self.curves.push(variable, Some(kind), value);
            }
        }
    }

    /// Curves of blood and marrow.
    fn clinic(&mut self, findings: &Findings) {
        self.curves.push(Variable::Neutrophils, None, findings.neutrophils);
        self.curves.push(Variable::Platelets, None, findings.platelets);
        self.curves.push(Variable::Leukocytes, None, findings.leukocytes);
        self.curves.push(Variable::BloodBlasts, None, findings.blood_blasts);
        self.curves.push(Variable::MarrowBlasts, None, findings.blast_share);
        self.curves.push(Variable::Cellularity, None, findings.cellularity);
    }

    /// What has been recorded.
    pub fn finish(self) -> (CurveSet, Vec<Snapshot>) {
        (self.curves, self.snapshots)
    }
}
