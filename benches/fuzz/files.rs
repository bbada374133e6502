//! Files that the program reads back, written once by itself: a posterior, a result, checkpoints, a plan.

use cenersim::{
    report::{About, Checkpoints},
    scenario::Scenario,
    simulation::{Case, Keep, State, resume},
};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The originals.
pub struct Files {
    pub posterior: PathBuf,
    /// Folder of a run.
    pub run: PathBuf,
    /// Folder of a study.
    pub study: PathBuf,
    /// Folder above the checkpoints, and what they belong to.
    pub checkpoints: PathBuf,
    pub about: About,
}

const CALIBRATION: [&str; 8] = [
    "calibration.parameters=[\"dna_damage.idarubicin_lc50\", \"inhibitor.loss\"]",
    "calibration.generations=2",
    "calibration.draws=20",
    "calibration.trials=1",
    "calibration.posterior=20",
    "simulation.agents_per_class=2",
    "trial={subjects = [3, 3, 3], refractory = 4, men = 5, follow_up = \"43 d\", inhibitors = {users = 3}}",
    "simulation.seed=3",
];

impl Files {
    /// Written by the program into this folder.
    pub fn write(folder: &Path) -> Self {
        let changes = |changes: &[&str]| -> Vec<String> {
            changes.iter().flat_map(|c| ["--set".to_owned(), (*c).to_owned()]).collect()
        };
        let small = changes(&[
            "simulation.agents_per_class=2",
            "simulation.replicates=2",
            "simulation.horizon=10 d",
            "simulation.examinations=[]",
        ]);
        done(&[&["run", "scenarios/arm_b.toml", "-q"], strs(&small).as_slice(), &["--output", path(folder)]].concat());
        let calibration = changes(&CALIBRATION);
        done(
            &[
                &["calibrate", "scenarios/calibration.toml", "-q", "--width", "320", "--height", "180"],
                strs(&calibration).as_slice(),
                &["--output", path(folder)],
            ]
            .concat(),
        );
        let study = folder.join("planned");
        done(
            &[
                &[
                    "study",
                    "plan",
                    "compare",
                    "scenarios/arm_b.toml",
                    "--patients",
                    "4",
                    "--attribution",
                    "0",
                    "--chunks",
                    "2",
                ],
                strs(&small).as_slice(),
                &["--output", path(&study)],
            ]
            .concat(),
        );
        let study = fs::read_dir(&study).expect("a folder").flatten().next().expect("a study").path();
        let about = checkpoints(folder);
        Self {
            posterior: folder.join("calibration/posterior.parquet"),
            run: folder.join("arm_b"),
            study,
            checkpoints: folder.to_owned(),
            about,
        }
    }
}

fn strs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path of text")
}

fn done(arguments: &[&str]) {
    let done = Command::new(env!("CARGO_BIN_EXE_cenersim")).args(arguments).output().expect("the program runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Two checkpoints of a short run.
fn checkpoints(folder: &Path) -> About {
    let changes: Vec<String> =
        ["simulation.agents_per_class=2", "simulation.horizon=10 d", "simulation.examinations=[]"]
            .map(String::from)
            .into();
    let scenario = Scenario::read(Path::new("scenarios/arm_b.toml"), &changes).expect("a shipped scenario");
    let about = About::new("fuzz", &scenario.source, scenario.settings.seed, &[]);
    let checkpoints = Checkpoints::beside(folder, "arm_b", about.clone());
    let every = cenersim::quantity::Time::days(4.0);
    let with = |state: State| checkpoints.write(&state, every).expect("a checkpoint is written");
    let case = Case {
        ledger: &scenario.ledger,
        correlations: &scenario.correlations,
        patient: &scenario.patient,
        regimen: &scenario.arms[0],
        settings: &scenario.settings,
        snapshots: &[],
    };
    resume(&case, 0, None, Some(Keep { every, with: &with }), &|_| {}).expect("it begins anew");
    about
}
