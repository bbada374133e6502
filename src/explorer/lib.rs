//! The explorer: one patient in one arm, changed and simulated again while people watch. [`Server`] answers a page in a
//! browser of this machine; [`Export`] writes the same page with a grid of runs into one file that needs no network.
//! Left out: several patients or arms, which `compare` and `trial` are for.
//!
//! ```text
//! scenario --Base--> controls (paths of the scenario with the values they can take), colors, thresholds
//! changes of the page --Base::at--> Scenario --answer--> header and curves as binary numbers --> page
//! ```
//!
//! A change is what `--set` takes, so everything seen can be run again by `cenersim run`. The full answer has the same
//! replicates as `run`, to the last bit, and the same fingerprint. A coarse answer comes before it: one replicate with few
//! agents, which shows within a blink where the curves go.
//!
//! The page is built from `page/` into `built/`, which is embedded; see `docs/explorer.md`.

#![warn(missing_docs)]

mod answer;
mod base;
mod controls;
mod drug_controls;
mod export;
mod guard;
mod page;
mod server;
mod values;

pub use base::{Base, Named, Refusal};
pub use export::{Export, Size};
pub use server::{Server, Unavailable};
