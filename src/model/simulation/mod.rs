//! One patient in one arm from the first dose to the horizon: assembles exposure, marrow and clinic, and steps them.
//! Left out: everything about several patients.
//!
//! `simulate` is pure and cannot fail: what it is given has been checked. Patients and replicates run side by side;
//! one of them is single-threaded inside, so no result depends on the number of threads.

mod beginning;
mod branch;
mod courses;
mod individual;
mod many;
mod recorder;
mod restart;
mod settings;

pub use branch::branch;
pub use individual::{Individual, LevelExposure, OwnNumber};
pub use many::{cohort, jobs, replicates, some_replicates};
pub use restart::{Keep, State, Unfit, resume};
pub use settings::{Settings, Until};

use crate::{
    biology::{Kind, Marrow, Model, Numbers, PerKind},
    clinic::{Clinic, Findings, NO_BODY_HOLDS},
    curves::{Course, Curve, CurveSet, Event, EventKind, Outcome, Response, milestones_within},
    engine::Seed,
    parameters::Ledger,
    patient::{Correlations, Patient},
    quantity::Time,
    treatment::{Administration, Exposure, Kinetics, Regimen},
};
use beginning::{clinic, marrow, own_numbers, recorder};
use courses::Stage;
use recorder::Recorder;

/// Everything that decides the course of one patient.
///
/// Everything is borrowed, so that many cases share a ledger and settings. In a program it usually comes from a
/// scenario (`Scenario::case`); the example at [`simulate`] makes one by hand. The numbers must have passed the checks
/// of [`biology`](crate::biology::check()), [`clinic`](crate::clinic::check) and
/// [`treatment`](crate::treatment::check).
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Medians of the population, with the scenario's changes.
    pub ledger: &'a Ledger,
    /// Correlations between the patient's random effects.
    pub correlations: &'a Correlations,
    /// Who is treated; number 0 is the typical patient.
    pub patient: &'a Patient,
    /// What is given, and the rule for further courses.
    pub regimen: &'a Regimen,
    /// How long, how finely and how often.
    pub settings: &'a Settings,
    /// Every agent is kept at these times.
    pub snapshots: &'a [Time],
}

impl Case<'_> {
    /// When day 1 begins of a course that starts then: responses are judged, and marrows examined, so long after it.
    fn day_one(&self, start: Time) -> Time {
        start.after(Time::days(f64::from(self.regimen.days.before_day_one())))
    }
}

/// One replicate of one case. The patient is drawn from the seed and the patient's number, so they are the same in every arm.
///
/// `replicate` names the draws of cells and clinic, and may be any number. `progress` gets the hours simulated since
/// its last call.
///
/// A step lasts as the settings say while cells carry damage or an infusion is about to start or end, and up to the
/// ledger's `simulation.quiet_step` otherwise. In each step levels of drugs advance, cells and blood follow, the clinic
/// looks at the result, curves are recorded, and decisions about courses are made.
///
/// # Panics
/// If a curve has a value that is no finite number, or the name of the criteria is unknown: what a scenario's checks
/// exclude.
///
/// # Examples
/// An untreated patient for two days, with few agents for each class of cells:
///
/// ```
/// use cenersim_model::{
///     parameters::Ledger,
///     patient::{Chemosensitivity, Correlations, Disease, InhibitorUse, Patient, Sex, Tp53},
///     quantity::Time,
///     simulation::{Case, Settings, simulate},
///     treatment::{Body, Regimen},
/// };
/// let patient = Patient {
///     number: 0,
///     age_years: 60.0,
///     sex: Sex::Female,
///     body: Body { weight_kg: 70.0, height_cm: 170.0 },
///     disease: Disease::Refractory,
///     tp53: Tp53::WildType,
///     burden: 1e11,
///     chemosensitivity: Chemosensitivity::default(),
///     inhibitor: InhibitorUse::default(),
///     own: Default::default(),
/// };
/// let settings = Settings {
///     horizon: Time::days(2.0),
///     agents_per_class: 8,
///     examinations: Vec::new(),
///     ..Settings::default()
/// };
/// let case = Case {
///     ledger: &Ledger::defaults(),
///     correlations: &Correlations::default(),
///     patient: &patient,
///     regimen: &Regimen::default(),
///     settings: &settings,
///     snapshots: &[],
/// };
/// let course = simulate(&case, 0, &|_| {});
/// assert_eq!(course.curves.days.last(), Some(&2.0));
/// assert_eq!(course, simulate(&case, 0, &|_| {}), "the same case gives the same course");
/// ```
pub fn simulate(case: &Case, replicate: u32, progress: &impl Fn(f64)) -> Course {
    Run::new(case, replicate).until_end(progress, |_| {})
}

/// As [`simulate`], of a marrow that has been changed before its first step, such as by [`Marrow::add`].
///
/// ```
/// # use cenersim_model::simulation::{Case, simulate_with};
/// # fn course(case: &Case) -> cenersim_model::curves::Course {
/// use cenersim_model::biology::{Kind, Phase};
/// simulate_with(case, 0, &|_| {}, |marrow| {
///     // Blasts die at 0.01 /h more than otherwise.
///     marrow.add(Phase::Die, |class| {
///         if class.kind == Kind::Blast {
///             class.hazard.iter_mut().for_each(|hazard| *hazard += 0.01);
///         }
///     });
/// })
/// # }
/// ```
///
/// `change` may do anything that [`Marrow`] offers; what it adds runs in every step.
pub fn simulate_with(case: &Case, replicate: u32, progress: &impl Fn(f64), change: impl FnOnce(&mut Marrow)) -> Course {
    let mut run = Run::new(case, replicate);
    change(&mut run.marrow);
    run.until_end(progress, |_| {})
}

/// A case under way.
struct Run<'a> {
    /// Number of the replicate, which decides its draws.
    replicate: u32,
    /// Patient, regimen, numbers and settings.
    case: &'a Case<'a>,
    /// Cells and blood.
    marrow: Marrow,
    /// Drugs in plasma and cells.
    kinetics: Kinetics,
    /// Examinations, response, complications and what follows.
    clinic: Clinic,
    /// Curves and snapshots so far.
    recorder: Recorder,
    /// When steps may be long.
    pace: Pace,
    /// A whole second, counted: sums of fractions of an hour would miss the ends of infusions and records.
    now: Time,
    /// Number of the present course, from 1.
    course: u32,
    /// Day 1 of the present course.
    course_start: Time,
    /// The entry of the rule that the course belongs to, from 1; 0 is the first course.
    gives: usize,
    /// Which entry of the rule comes next, and how many of its courses were given.
    stage: Stage,
    /// Share of its doses that the present course gives.
    share: f64,
    /// When the counts that hold the next course are looked at again.
    held: Option<Time>,
    /// What has happened so far, in order of time.
    events: Vec<Event>,
    /// Dividing cells of a healthy marrow (cells).
    healthy_dividing: f64,
    /// Nucleated cells of a healthy marrow (cells).
    marrow_cells: f64,
    /// Cells of a marrow sample that are neither leukemic nor normal hematopoiesis, as a number in the whole marrow.
    background: f64,
    /// Steps so far.
    steps: u64,
    /// Living agents summed over these steps; the measure of work.
    agent_steps: u64,
}

/// What is no number is no result: the simulation ends as one that failed.
fn assert_finite(curves: &CurveSet, replicate: u32) {
    let Some((Curve { variable, kind }, day, value)) = curves.first_not_finite() else { return };
    let of = kind.map_or_else(String::new, |kind| format!(" of `{}`", kind.name()));
    let name = variable.name();
    panic!(
        "`{name}`{of} is {value} on day {day:.3} of replicate {replicate}: expected a finite number; look at doses and `[parameters]`"
    );
}

/// Leukemic cells of all kinds.
fn leukemic(cells: &PerKind<f64>) -> f64 {
    cells[Kind::LeukemicStem] + cells[Kind::LeukemicProgenitor] + cells[Kind::Blast]
}

/// When steps may be long, and how long.
struct Pace {
    /// Longest step; `quiet_damage` is the damage below which steps may be that long.
    quiet_step: Time,
    /// Bound on the damage of any cell below which steps may be long.
    quiet_damage: f64,
}

impl Pace {
    /// From `simulation.quiet_step` and `simulation.quiet_damage`.
    fn of(own: &Ledger) -> Self {
        Self { quiet_step: own.time("simulation.quiet_step"), quiet_damage: own.number("simulation.quiet_damage") }
    }
}

impl<'a> Run<'a> {
    /// Everything drawn and the first course ordered, at time zero.
    fn new(case: &'a Case<'a>, replicate: u32) -> Self {
        let own = own_numbers(case, 1);
        let draws = Seed::new(case.settings.seed).named("patient").number(case.patient.number);
        let draws = draws.named("replicate").number(u64::from(replicate));
        let model = Model::new(case.ledger, &own, case.patient.tp53);
        let mut run = Self {
            replicate,
            case,
            healthy_dividing: model.healthy_dividing(),
            marrow: marrow(case, &own, model, draws.named("cells")),
            kinetics: Kinetics::new(case.ledger, &own, case.patient.body),
            clinic: clinic(case, &own, draws.named("clinic")),
            recorder: recorder(case),
            pace: Pace::of(&own),
            now: Time::ZERO,
            course: 0,
            course_start: Time::ZERO,
            gives: 0,
            stage: Stage::default(),
            share: 1.0,
            held: None,
            events: Vec::new(),
            marrow_cells: own.number("normal.marrow_cells"),
            background: own.number("marrow.background"),
            steps: 0,
            agent_steps: 0,
        };
        run.begin();
        run
    }

    /// The first course, and the first point of the curves.
    fn begin(&mut self) {
        for &(from, until) in &self.case.patient.inhibitor.periods {
            self.kinetics.inhibit(from, until);
        }
        self.begin_course();
        let findings = self.findings(0.0);
        self.recorder.observe(Time::ZERO, &Exposure::default(), &findings, &mut self.marrow);
    }

    /// Gives the next course, starting now.
    fn begin_course(&mut self) {
        self.course += 1;
        self.course_start = self.now;
        let doses = self.doses();
        let place = self.events.len();
        self.order(&doses, place);
        if self.course > 1 {
            self.turn_to_course();
            self.clinic.begin_course(self.case.day_one(self.now));
        }
    }

    /// All infusions of the present course.
    fn doses(&self) -> Vec<Administration> {
        let Case { regimen, patient, .. } = self.case;
        let gives = (self.gives, self.share);
        regimen.expand_reduced(gives, patient.body, patient.age_years, self.course, self.course_start)
    }

    /// Lets the drugs act as in the present course, which is not the first.
    fn turn_to_course(&mut self) {
        let own = own_numbers(self.case, self.course);
        self.kinetics.turn_to(&own);
        self.marrow.turn_to(&Numbers { typical: self.case.ledger, own: &own, tp53: self.case.patient.tp53 });
    }

    /// Orders infusions; what falls before the end of observation is told of at this place among the events.
    fn order(&mut self, doses: &[Administration], place: usize) {
        doses.iter().for_each(|dose| self.kinetics.give(*dose));
        let told = doses.iter().filter(|dose| dose.start < self.case.settings.end()).map(|dose| {
            let Administration { drug, start, duration, amount_mg, route, course } = *dose;
            Event { time: start, kind: EventKind::Dose { drug, amount_mg, duration, route, course } }
        });
        self.events.splice(place..place, told);
    }

    /// Whether another step follows: to the horizon, and beyond it as long as the cells decide how long a patient lives
    /// who is followed longer; never for a leukemia that no body holds, whose cells soon could not be counted.
    fn goes_on(&self) -> bool {
        let settings = self.case.settings;
        let over = self.clinic.dead().is_some() || self.clinic.is_settled();
        let ended = match settings.until {
            Until::Horizon => false,
            Until::Death => over,
            Until::Remission => over || self.clinic.best_response() == Response::CR,
        };
        let end = if self.clinic.is_open() { settings.end() } else { settings.horizon };
        self.now < end.to_second() && !ended && leukemic(&self.marrow.cells()) < NO_BODY_HOLDS
    }

    /// Steps to the end, with a look at the run after each step.
    fn until_end(mut self, progress: &impl Fn(f64), mut after_step: impl FnMut(&mut Self)) -> Course {
        while self.goes_on() {
            let before = self.left();
            let span = self.next_span();
            self.step(span);
            progress(before - self.left());
            after_step(&mut self);
        }
        progress(self.left());
        self.finish()
    }

    /// Hours to the horizon.
    fn left(&self) -> f64 {
        (self.case.settings.horizon - self.now).in_hours().max(0.0)
    }

    /// The finest step while anything is disturbed or infused; otherwise a long one on the common grid.
    fn next_span(&self) -> Time {
        let settings = self.case.settings;
        let now = self.now.in_seconds();
        let quiet = self.marrow.disturbance().is_quiet(self.pace.quiet_damage);
        let long = self.pace.quiet_step.in_seconds().min(settings.record_every.in_seconds()).max(1);
        // Long steps end on multiples of their length, so that patients in different arms share the keys of their draws.
        let to_grid = long - now % long;
        let undisturbed = self.kinetics.next_edge().is_none_or(|edge| edge.in_seconds() - now >= to_grid);
        let span = if quiet && undisturbed { to_grid } else { settings.step.in_seconds().max(1) };
        let stops = [Some(settings.horizon), Some(settings.end()), self.decision()];
        let nearest = stops.into_iter().flatten().map(|stop| stop.in_seconds() - now).filter(|left| *left > 0);
        Time::seconds(nearest.fold(span, i64::min))
    }

    /// One step of this length: drugs, cells and blood, clinic, record, decisions.
    fn step(&mut self, span: Time) {
        let recorded = self.now < self.case.settings.horizon.to_second();
        let exposure = self.kinetics.advance(span);
        self.marrow.advance(self.now, span, exposure);
        self.now = self.now.after(span);
        self.steps += 1;
        self.agent_steps += self.marrow.roster().agents() as u64;
        let findings = self.findings(exposure.cytarabine_plasma);
        let events = self.clinic.observe(self.now, span, findings);
        self.treat_fever(&events);
        self.events.extend(events);
        if recorded {
            self.recorder.observe(self.now, &exposure, &findings, &mut self.marrow);
        }
        self.treat();
    }

    /// Decisions that are due: about the next course, and whether the treatment has failed.
    fn treat(&mut self) {
        while self.decision().is_some_and(|at| at <= self.now) {
            self.decide();
        }
        let events = self.clinic.settle(self.induction_is_over());
        self.events.extend(events);
    }

    /// Patients who take an inhibitor for fever take it for a week from the infection on.
    fn treat_fever(&mut self, events: &[Event]) {
        let infected = events.iter().any(|event| event.kind == EventKind::Infection);
        if self.case.patient.inhibitor.for_fever && infected {
            self.kinetics.inhibit(self.now, self.now + Time::days(7.0));
        }
    }

    /// The true state of the patient, with cytarabine in plasma (umol/L). Normal nucleated marrow is the dividing pool and the post-mitotic compartments.
    fn findings(&self, cytarabine: f64) -> Findings {
        let cells = self.marrow.cells();
        let leukemic = leukemic(&cells);
        let blood = self.marrow.blood();
        let post_mitotic = (self.marrow_cells - self.healthy_dividing).max(0.0) * blood.precursors();
        let normal = cells[Kind::NormalStem] + cells[Kind::NormalProgenitor] + post_mitotic;
        Findings {
            blast_share: leukemic / (leukemic + normal + self.background).max(1.0),
            cellularity: (leukemic + normal) / self.marrow_cells,
            neutrophils: blood.neutrophils(),
            platelets: blood.platelets(),
            leukocytes: blood.leukocytes(leukemic),
            blood_blasts: blood.blasts(leukemic),
            leukemic_cells: leukemic,
            cytarabine,
        }
    }

    /// The course, after a check that all values are finite.
    fn finish(self) -> Course {
        let (curves, snapshots) = self.recorder.finish();
        assert_finite(&curves, self.replicate);
        let mut survival = self.clinic.survival();
        let last = survival.death_day.unwrap_or(f64::INFINITY);
        let mut events = self.events;
        // A course is ordered as a whole; what is left of it is not given to the dead.
        events.retain(|event| event.time.in_days() <= last);
        events.sort_by(|a, b| a.time.in_hours().total_cmp(&b.time.in_hours()));
        if !self.clinic.is_settled() {
            survival.observed_to_day = self.now.in_days();
        }
        let outcome = Outcome {
            response: self.clinic.best_response(),
            courses: self.course,
            survival,
            residual_disease: self.clinic.residual_disease(),
            milestones: milestones_within(&curves.until(last), self.clinic.end_of_window().in_days()),
        };
        let replicate = self.replicate;
        Course { replicate, curves, events, outcome, snapshots, steps: self.steps, agent_steps: self.agent_steps }
    }
}
