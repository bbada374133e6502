//! What can be asked: each analysis as plain data, which is what a plan keeps. Left out: what is done about it, and
//! the list of what can be asked, which is on the page of the crate.
//!
//! A request has everything that decides the result and nothing else: no path, no number of threads, no look. So equal
//! requests have equal results, and a plan that holds one can be computed anywhere.

use super::{Analysis, Input, Kind, Request, StudyError};
use cenersim_report::comparison_input;

/// What every request has, whatever it asks.
pub trait Asking {
    /// Checks everything: reads scenarios, checks how they fit together, and makes the analysis; nothing is simulated.
    ///
    /// # Errors
    /// What is wrong with the request.
    fn analysis(&self) -> Result<Box<dyn Analysis>, StudyError>;

    /// The scenarios as they are run.
    /// At least one; of a qualification the regimens.
    fn inputs(&self) -> &[Input];

    /// The same, to be told where they lie, or to be left out of a text.
    fn inputs_mut(&mut self) -> &mut [Input];

    /// Name of the result's folder unless one is asked for.
    /// By default that of the scenario.
    fn name(&self) -> String {
        self.inputs()[0].name.clone()
    }

    /// The text that stands for all that is asked, where that is the scenario alone.
    fn alone(&self) -> Option<&str> {
        None
    }
}

/// The inputs of a request that has one, its `input`.
macro_rules! one_input {
    () => {
        fn inputs(&self) -> &[$crate::Input] {
            std::slice::from_ref(&self.input)
        }

        fn inputs_mut(&mut self) -> &mut [$crate::Input] {
            std::slice::from_mut(&mut self.input)
        }
    };
}

/// Declares what can be asked, one line for each analysis: kind and request, its word in plans and commands, and what
/// of its results is kept to draw the figures again.
macro_rules! analyses {
    ($($(#[$about:meta])* $kind:ident($request:ident) = $name:literal $(, draws $result:ident($drawn:ident))?;)+) => {
        /// What is asked.
        /// It is the `kind` of a plan, and the command of the same name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$about])* $kind,)+
        }

        impl Kind {
            const ALL: &[Self] = &[$(Self::$kind,)+];

            /// As in plans and commands.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)+
                }
            }
        }

        /// One analysis with everything that decides its result.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "kind", content = "request")]
        pub enum Request {
            $($(#[$about])* #[serde(rename = $name)] $kind($request),)+
        }

        impl Request {
            /// Which of them it is.
            pub const fn kind(&self) -> Kind {
                match self {
                    $(Self::$kind(_) => Kind::$kind,)+
                }
            }

            fn asking(&self) -> &dyn $crate::request::Asking {
                match self {
                    $(Self::$kind(request) => request,)+
                }
            }

            fn asking_mut(&mut self) -> &mut dyn $crate::request::Asking {
                match self {
                    $(Self::$kind(request) => request,)+
                }
            }
        }

        /// What is kept of one kind of result.
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub enum DrawnResult<'a> {
            $($(#[doc = concat!("See [`", stringify!($drawn), "`].")] $result(Box<$drawn<'a>>),)?)+
        }

        impl DrawnResult<'_> {
            fn drawing(&self) -> &dyn $crate::drawn::Drawing {
                match self {
                    $($(Self::$result(drawn) => &**drawn,)?)+
                }
            }

            fn drawing_mut(&mut self) -> &mut dyn $crate::drawn::Drawing {
                match self {
                    $($(Self::$result(drawn) => &mut **drawn,)?)+
                }
            }
        }
    };
}

pub(super) use analyses;
pub(super) use one_input;

impl Kind {
    /// The kind of this name.
    ///
    /// # Errors
    /// One sentence with all kinds if there is none of this name.
    pub fn from_name(name: &str) -> Result<Self, String> {
        let known = Self::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>().join("`, `");
        let found = Self::ALL.iter().find(|kind| kind.name() == name).copied();
        found.ok_or_else(|| format!("`{name}` cannot be planned in chunks: expected one of `{known}`"))
    }
}

impl Request {
    /// Checks everything.
    ///
    /// Reads scenarios, checks how they fit together, and makes the analysis; nothing is simulated.
    ///
    /// # Errors
    /// What is wrong with the request.
    pub fn prepare(&self) -> Result<Box<dyn Analysis>, StudyError> {
        self.asking().analysis()
    }

    /// The scenarios as they are run.
    /// At least one; of a qualification the regimens.
    pub fn inputs(&self) -> &[Input] {
        self.asking().inputs()
    }

    pub(super) fn inputs_mut(&mut self) -> &mut [Input] {
        self.asking_mut().inputs_mut()
    }

    /// Name of the result's folder unless one is asked for.
    pub fn name(&self) -> String {
        self.asking().name()
    }

    /// What is asked, as one text: a result of the same text may be replaced. That of a run is its scenario, which lies with
    /// the result under this hash.
    ///
    /// Of everything else it is the scenarios and the options as one text, whose sha256 provenance states as
    /// `scenario_sha256`.
    pub fn text(&self) -> String {
        if let Some(text) = self.asking().alone() {
            return text.to_owned();
        }
        let texts: Vec<(String, String)> =
            self.inputs().iter().map(|input| (input.name.clone(), input.text.clone())).collect();
        let mut options = self.clone();
        options.inputs_mut().iter_mut().for_each(|input| input.text.clear());
        comparison_input(&texts, &serde_json::to_string(&options).expect("plain data is JSON"))
    }
}
