//! Marrow: the world of one patient's cells, and its step.
//! Left out: everything outside the marrow and blood (see `simulation`).
//!
//! [`Marrow::new`] draws the cells at presentation, [`Marrow::advance`] makes one step, [`Marrow::census`],
//! [`Marrow::snapshot`] and [`Marrow::blood`] look at the result. A process of the caller's own is added by
//! [`Marrow::add`].

use super::{
    Blood, Model, Numbers, PerKind, Phase,
    census::{KindCensus, census, snapshot, take_catastrophes},
    columns::{AllColumns, Cell, CellColumns, columns},
    founders::{Presentation, settle},
    hierarchy::Hierarchy,
    schedule,
    shared::{Disturbance, Fates, HealthyOutput, Niche, Pending, Step},
    snapshot::Snapshot,
};
use crate::{
    engine::{Roster, Seed},
    quantity::Time,
    treatment::Exposure,
};
use bevy_ecs::{prelude::*, system::ScheduleSystem};

/// One patient's marrow and blood.
///
/// A world of the entity component system: cells are rows of one table, everything else is a resource.
pub struct Marrow {
    /// All cells and resources.
    pub(super) world: World,
    /// The processes in their order; [`Marrow::add`] appends to it.
    schedule: Schedule,
    /// All columns of all cells, prepared once.
    pub(super) cells: QueryState<AllColumns>,
    /// Cells of every class when the patient came, and how fast the leukemia grew.
    presentation: Presentation,
}

impl Marrow {
    /// The marrow at presentation, with `agents` rows for each class.
    ///
    /// `burden` is the number of leukemic cells (0: healthy), `blood` the blood that belongs to it, `seed` the stream
    /// of the cells of this replicate. Memory and time grow with `agents` times the number of classes.
    pub fn new(model: Model, blood: Blood, burden: f64, agents: usize, seed: Seed) -> Self {
        let hierarchy = model.hierarchy.clone();
        let classes = hierarchy.classes().len();
        let mut roster = Roster::new(classes, agents);
        let presentation = Presentation::new(&model, &hierarchy, burden);
        let mut rows = vec![Cell::VACANT; roster.rows()];
        settle(&presentation, &model, &hierarchy, &mut roster, seed, |row, cell| rows[row] = cell);
        let mut world = World::new();
        world.insert_resource(Pending::new(rows.len()));
        world.insert_resource(Fates::new(classes));
        world.insert_resource(Niche::new(classes, burden));
        world.insert_resource(Disturbance::default());
        world.insert_resource(HealthyOutput {
            granulocytes: presentation.healthy_output,
            megakaryocytes: presentation.healthy_branch,
        });
        world.insert_resource(Step { span: 1.0, begin: 0, exposure: Exposure::default(), seed });
        world.insert_resource(roster);
        world.insert_resource(hierarchy);
        world.insert_resource(blood.counts());
        world.insert_resource(blood);
        world.insert_resource(model);
        // Resources are entities too: after the cells they would make the list of entities grow to twice its size.
        world.spawn_batch(rows.into_iter().map(Cell::bundle));
        let cells = world.query::<AllColumns>();
        Self { world, schedule: schedule(), cells, presentation }
    }

    /// Moves all cells and the blood by `span` under this exposure.
    ///
    /// `now` is the time at which the step begins, `exposure` the mean levels during it. Draws follow from `now`, so a
    /// step must not be made twice.
    pub fn advance(&mut self, now: Time, span: Time, exposure: Exposure) {
        let mut step = self.world.resource_mut::<Step>();
        step.span = span.in_hours();
        // Seconds name the step, whatever its length.
        step.begin = libm::round(now.in_hours() * 3600.0) as u64;
        step.exposure = exposure;
        self.schedule.run(&mut self.world);
        self.world.clear_trackers();
    }

    /// What the drugs do to the cells follows these numbers of the same patient from now on.
    ///
    /// Potencies of the drugs are solved again; numbers of cells, hierarchy and blood stay.
    pub fn turn_to(&mut self, numbers: &Numbers) {
        self.world.resource_mut::<Model>().turn_to(numbers);
    }

    /// Calls `notice` at the end of every phase of every step, so that a bench can tell where the time goes.
    #[doc(hidden)]
    pub fn watch(&mut self, notice: impl Fn(Phase) + Clone + Send + Sync + 'static) {
        for phase in Phase::ORDER {
            let notice = notice.clone();
            self.put_after(phase, move || notice(phase));
        }
    }

    /// Runs a system in every step between this phase and the next.
    pub(super) fn put_after<M>(&mut self, phase: Phase, system: impl IntoScheduleConfigs<ScheduleSystem, M>) {
        match Phase::ORDER.get(phase as usize + 1) {
            Some(next) => self.schedule.add_systems(system.after(phase).before(*next)),
            None => self.schedule.add_systems(system.after(phase)),
        };
    }

    /// What the marrow was at the beginning.
    pub fn presentation(&self) -> &Presentation {
        &self.presentation
    }

    /// At the end of the last step.
    pub fn blood(&self) -> &Blood {
        self.world.resource()
    }

    /// Agents and weights of each class.
    pub fn roster(&self) -> &Roster {
        self.world.resource()
    }

    /// Deaths, catastrophes and mitoses by class (cells), and the output of the last step.
    pub fn fates(&self) -> &Fates {
        self.world.resource()
    }

    /// Upper bounds of what is still disturbed in any cell.
    ///
    /// What is below [`Disturbance::REST`] is taken as nothing.
    pub fn disturbance(&self) -> Disturbance {
        *self.world.resource()
    }

    /// Cells of each kind.
    ///
    /// Agents times weight; exact.
    pub fn cells(&self) -> PerKind<f64> {
        super::niche::cells(self.world.resource(), self.world.resource())
    }

    /// Counts everything an observer sees: cells and their means by kind, and cells that died in mitosis since the last
    /// census, by kind. The counts of catastrophes are reset.
    pub fn census(&mut self) -> (PerKind<KindCensus>, PerKind<f64>) {
        let counted = self.look(census);
        self.world.resource_scope(|world, mut fates: Mut<Fates>| {
            let hierarchy: &Hierarchy = world.resource();
            let catastrophes = take_catastrophes(hierarchy, &mut fates);
            (counted, catastrophes)
        })
    }

    /// Every agent as it stands.
    ///
    /// `day` is what the snapshot is dated by; nothing is changed.
    pub fn snapshot(&mut self, day: f64) -> Snapshot {
        self.look(|model, hierarchy, roster, columns| snapshot(day, model, hierarchy, roster, columns))
    }

    /// Calls `see` with the columns of all cells.
    fn look<T>(&mut self, see: impl Fn(&Model, &Hierarchy, &Roster, &CellColumns) -> T) -> T {
        let exposure = self.world.resource::<Step>().exposure;
        let model = self.world.resource::<Model>().clone().under(&exposure);
        let roster = self.world.resource::<Roster>().clone();
        let mut query = self.cells.query_mut(&mut self.world);
        let mut guards = columns!(query);
        see(&model, &model.hierarchy, &roster, &CellColumns::new(&mut guards))
    }

    /// Turns the rows of every class around; no result may depend on it (for tests).
    pub fn reverse_rows(&mut self) {
        let roster = self.world.resource::<Roster>().clone();
        let mut query = self.cells.query_mut(&mut self.world);
        let mut guards = columns!(query);
        let mut columns = CellColumns::new(&mut guards);
        roster.classes().iter().for_each(|class| columns.reverse(class.rows()));
    }
}
