//! cenersim: an agent-based simulator of acute myeloid leukemia under cenersen, idarubicin and cytarabine.
//!
//! # From a program
//!
//! Everything that the command `cenersim` computes is a function here. To begin, read and run the files in `examples`:
//!
//! * `one_patient`: [`scenario::Scenario::read`], then [`simulation::simulate`] to curves and an outcome;
//! * `compare_arms`: arms in the same patients, with sweep, attribution and hypotheses, and a trial under posterior draws:
//!   [`study::ComparisonRequest`], [`study::TrialRequest`]; [`comparison::Design::compare`] for a design built in Rust;
//! * `own_regimen`: a [`treatment::Regimen`] built in Rust;
//! * `own_process`: what cells do, told by a function, [`biology::Marrow::add`] and [`simulation::simulate_with`].
//!
//! ```
//! use cenersim::{scenario::{STARTER, Scenario}, simulation::simulate};
//!
//! // The commented scenario of `cenersim new`, with few agents for each class of cells.
//! let starter = STARTER.replace("agents_per_class = 512", "agents_per_class = 8");
//! let scenario = Scenario::parse("starter", &starter)?;
//! let course = simulate(&scenario.case(&scenario.arms[0], &[]), 0, &|_| {});
//! println!("{}", course.outcome.response.name());
//! # Ok::<(), cenersim::scenario::ScenarioError>(())
//! ```
//!
//! # Where to find what
//!
//! | to | begin with |
//! |---|---|
//! | see levels of a drug in plasma and cells | [`treatment::Kinetics`] |
//! | change the regimen of a patient from a day on | [`simulation::branch()`] |
//! | stop a simulation and go on | [`simulation::resume`] |
//! | read or change a number of the model | [`parameters::Ledger`] |
//! | draw patients | [`patient::enrolled`] |
//! | read curves, events and milestones | [`curves::Course`] |
//! | repeat the phase II trial | [`trial::Trial`] |
//! | watch an arm by a stopping rule | [`trial::Rule`] |
//! | calibrate parameters to counts | [`calibration::Problem`], [`calibration::Experiment`] |
//! | use draws of a posterior | [`calibration::Posterior`] |
//! | find which numbers matter | [`sensitivity::Sensitivity`] |
//! | design a next trial | [`design::NextTrial`], [`study::DesignRequest`] |
//! | see what was published | [`published::trial`], [`qualification::SUBJECTS`] |
//! | estimate and test without any biology | [`statistics`] |
//!
//! The page of each module says how its parts work together.
//!
//! # The model on one page
//!
//! A patient is a body, a leukemia and a ledger of numbers ([`patient`], [`parameters`]). Doses in mg, mg/m2 or mg/kg
//! become plasma and intracellular levels ([`treatment`]). In the marrow ([`biology`]) leukemic stem cells, progenitors
//! and blasts and normal stem cells and progenitors are agents; each carries its place in the cell cycle, RNase H, p53
//! mRNA and active p53, two pools of DNA breaks, lesions by cytarabine and inherited resistance, and stands for 2^k cells.
//! In every step cenersen cuts p53 mRNA through RNase H, idarubicin breaks DNA, cytarabine leaves lesions in cells that
//! pass S phase, p53 arrests or kills, damage kills by itself or in mitosis, and the survivors divide, faster where the
//! marrow is empty. What leaves the normal pool feeds neutrophils and platelets; marrow examinations and blood
//! counts make the response, infections, bleeding and burden make the survival ([`clinic`]).
//!
//! Loss of p53 both protects (no p53-dependent apoptosis) and sensitizes (no arrest, slower repair, more mitotic
//! catastrophe). Which of the two wins is an outcome, not an input.
//!
//! # Data flows one way
//!
//! ```text
//! scenario.toml -> Input -> Request -> Analysis -> stages of units -> result -> Product -> output/<name>/
//!
//! RunRequest           -> SingleRun     -> replicates        -> Courses
//! ComparisonRequest    -> Comparison    -> Records and Bands -> Compared
//! TrialRequest         -> RepeatedTrial -> Subjects and Pool -> TrialResult
//! CalibrationRequest   -> Calibration   -> draws, weights    -> Calibrated
//! SensitivityRequest   -> Varied        -> points            -> SensitivityResult
//! QualificationRequest -> Qualifying    -> populations       -> Qualification
//! DesignRequest        -> Designed      -> draws             -> DesignResult
//! ```
//!
//! A comparison takes every patient through every arm and keeps one record of each course; a trial gives each subject one
//! arm, and repeats itself by drawing from a pool of such patients. A [`study::Request`] is plain data; [`study::Memory`]
//! computes the stages of what it asks at once, a [`study::Folder`] in chunks, anywhere; a [`report::Product`] has the data
//! files, tables, figures and sentences of the result.
//!
//! # Invariants
//!
//! * Same seed, same result: for any number of threads, any instruction set, any order of the agents. Draws belong to
//!   (seed, patient, replicate, lineage, step, purpose), so the same patient in another arm meets the same draws.
//! * Splitting, roulette and moves between classes keep the expected number of cells exactly; sums of cells are integers.
//! * A drug that is not given changes nothing at all; neither does cenersen in a cell without RNase H.
//! * Every number of the model is an entry of the [`parameters`] ledger, with unit, grade and source.
//! * No process imports another: what one writes to the columns of the cell table, the next one reads.
//!
//! # Where things are
//!
//! One folder of `src` is one crate, `cenersim-model` and so on; this one shows all of them under one name.
//!
//! `statistics` inference on plain numbers (knows no biology).
//!
//! `model` one patient in one arm: `quantity` numbers with units; `parameters` the ledger; `engine` streams, instruction sets,
//! weights, turnover (knows no biology); `treatment` regimens and kinetics; `biology` one process per file; `patient`
//! covariates and variability; `clinic` examinations, response, complications; `curves` plain results; `simulation` the course.
//!
//! `analyses` what is asked of it: `published` what was reported, and its contradictions; `comparison` arms in the same
//! patients; `trial` the virtual phase II trial; `calibration` parameters from published counts; `sensitivity` which numbers
//! drive the answers; `design` a next trial; `scenario` the input document that asks.
//!
//! `qualification` the model beside what was published; `plot` figures as SVG and PNG; `tables` columns as CSV and Parquet;
//! `report` what a result says, and its folder; `study` the analyses as requests, computed at once or in chunks; `explorer` one
//! patient live in a browser. Within this crate: `odd` the description for agent-based modelers; `cli` the commands.

// The command line names the modules as any other program does.
extern crate self as cenersim;

#[doc(hidden)]
pub mod cli;
pub mod odd;

pub use cenersim_analyses::*;
pub use cenersim_deck as deck;
pub use cenersim_model::{biology, clinic, curves, engine, parameters, patient, quantity, simulation, treatment};
pub use cenersim_plot as plot;
pub use cenersim_qualification as qualification;
pub use cenersim_report as report;
pub use cenersim_statistics as statistics;
pub use cenersim_study as study;
