//! What can be asked: each analysis as plain data, which is what a plan keeps. Left out: what is done about it.
//!
//! A request has everything that decides the result and nothing else: no path, no number of threads, no look. So equal
//! requests have equal results, and a plan that holds one can be computed anywhere.

use super::{
    Analysis, CalibrationRequest, ComparisonRequest, DesignRequest, Input, QualificationRequest, RunRequest,
    SensitivityRequest, StudyError, TrialRequest,
};
use cenersim_report::comparison_input;

/// What is asked.
/// It is the `kind` of a plan, and the command of the same name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One patient in one arm, with curves and events.
    Run,
    /// Arms in the same patients.
    Compare,
    /// A phase II trial, once or repeated.
    Trial,
    /// Parameters from published counts.
    Calibrate,
    /// Which parameters drive the answers.
    Sensitivity,
    /// How the model stands up to checks against published data.
    Qualify,
    /// What a next trial would show.
    Design,
}

impl Kind {
    const ALL: [Self; 7] =
        [Self::Compare, Self::Trial, Self::Calibrate, Self::Sensitivity, Self::Run, Self::Qualify, Self::Design];

    /// As in plans and commands.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Compare => "compare",
            Self::Trial => "trial",
            Self::Calibrate => "calibrate",
            Self::Sensitivity => "sensitivity",
            Self::Qualify => "qualify",
            Self::Design => "design",
        }
    }

    /// The kind of this name.
    ///
    /// # Errors
    /// One sentence with all kinds if there is none of this name.
    pub fn from_name(name: &str) -> Result<Self, String> {
        let known = Self::ALL.map(Self::name).join("`, `");
        let found = Self::ALL.into_iter().find(|kind| kind.name() == name);
        found.ok_or_else(|| format!("`{name}` cannot be planned in chunks: expected one of `{known}`"))
    }
}

/// One analysis with everything that decides its result.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "kind", content = "request", rename_all = "snake_case")]
pub enum Request {
    /// Replicates of one patient.
    Run(RunRequest),
    /// Arms over a cohort, with attribution, sweep and headline.
    Compare(ComparisonRequest),
    /// The protocol of `[trial]`.
    Trial(TrialRequest),
    /// The targets of `[calibration]`.
    Calibrate(CalibrationRequest),
    /// The ranges of `[sensitivity]`.
    Sensitivity(SensitivityRequest),
    /// The shipped regimens with changes.
    Qualify(QualificationRequest),
    /// The next trial of `[design]`.
    Design(DesignRequest),
}

impl Request {
    /// Which of them it is.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Run(_) => Kind::Run,
            Self::Compare(_) => Kind::Compare,
            Self::Trial(_) => Kind::Trial,
            Self::Calibrate(_) => Kind::Calibrate,
            Self::Sensitivity(_) => Kind::Sensitivity,
            Self::Qualify(_) => Kind::Qualify,
            Self::Design(_) => Kind::Design,
        }
    }

    /// Checks everything.
    ///
    /// Reads scenarios, checks how they fit together, and makes the analysis; nothing is simulated.
    ///
    /// # Errors
    /// What is wrong with the request.
    pub fn prepare(&self) -> Result<Box<dyn Analysis>, StudyError> {
        Ok(match self {
            Self::Run(request) => Box::new(request.prepare()?),
            Self::Compare(request) => Box::new(request.prepare()?),
            Self::Trial(request) => Box::new(request.prepare()?),
            Self::Calibrate(request) => Box::new(request.prepare()?),
            Self::Sensitivity(request) => Box::new(request.prepare()?),
            Self::Qualify(request) => Box::new(request.prepare()?),
            Self::Design(request) => Box::new(request.prepare()?),
        })
    }

    /// The scenarios as they are run.
    /// At least one; of a qualification the regimens.
    pub fn inputs(&self) -> &[Input] {
        match self {
            Self::Run(request) => std::slice::from_ref(&request.input),
            Self::Compare(request) => &request.inputs,
            Self::Trial(request) => std::slice::from_ref(&request.input),
            Self::Calibrate(request) => std::slice::from_ref(&request.input),
            Self::Sensitivity(request) => std::slice::from_ref(&request.input),
            Self::Qualify(request) => std::slice::from_ref(&request.regimens),
            Self::Design(request) => std::slice::from_ref(&request.input),
        }
    }

    pub(super) fn inputs_mut(&mut self) -> &mut [Input] {
        match self {
            Self::Run(request) => std::slice::from_mut(&mut request.input),
            Self::Compare(request) => &mut request.inputs,
            Self::Trial(request) => std::slice::from_mut(&mut request.input),
            Self::Calibrate(request) => std::slice::from_mut(&mut request.input),
            Self::Sensitivity(request) => std::slice::from_mut(&mut request.input),
            Self::Qualify(request) => std::slice::from_mut(&mut request.regimens),
            Self::Design(request) => std::slice::from_mut(&mut request.input),
        }
    }

    /// Name of the result's folder unless one is asked for.
    pub fn name(&self) -> String {
        match self {
            Self::Run(request) => request.input.name.clone(),
            Self::Compare(request) => request.name(),
            Self::Trial(request) => request.name(),
            Self::Calibrate(request) => request.input.name.clone(),
            Self::Sensitivity(request) => request.input.name.clone(),
            Self::Qualify(request) => request.name(),
            Self::Design(request) => request.name(),
        }
    }

    /// What is asked, as one text: a result of the same text may be replaced. That of a run is its scenario, which lies with
    /// the result under this hash.
    ///
    /// Of everything else it is the scenarios and the options as one text, whose sha256 provenance states as
    /// `scenario_sha256`.
    pub fn text(&self) -> String {
        if let Self::Run(request) = self {
            return request.input.text.clone();
        }
        let texts: Vec<(String, String)> =
            self.inputs().iter().map(|input| (input.name.clone(), input.text.clone())).collect();
        let mut options = self.clone();
        options.inputs_mut().iter_mut().for_each(|input| input.text.clear());
        comparison_input(&texts, &serde_json::to_string(&options).expect("plain data is JSON"))
    }
}
