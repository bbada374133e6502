//! The shipped scenarios by name, so that `arm_b` means the same wherever the program lies. Left out: which of them an
//! example needs.
//!
//! A shipped name is the stem of its file, without a folder and without `.toml`. A file of one's own that is called so is
//! `./arm_b`.

use super::source::Source;
use cenersim_model::quantity::nearest;
use std::{path::Path, sync::Arc};

macro_rules! shipped {
    ($($folder:literal: $($name:literal)*;)*) => {
        const TEXTS: &[(&str, &str, &str)] = &[
            $($(($folder, $name, include_str!(concat!("../../../scenarios/", $folder, $name, ".toml"))),)*)*
        ];
    };
}
shipped! {
    "": "arm_a" "arm_b" "arm_c" "big" "calibration" "healthy" "next_trial" "phase2" "phase2_arms" "phase2_as_printed"
        "sensitivity" "untreated";
    "controls/": "arm_a_without_cenersen" "arm_b_confounding_only" "arm_b_inhibited" "arm_b_without_cenersen"
        "arm_c_without_cenersen";
    "patients/": "cured" "non_responder" "responder_who_relapses";
    "protocols/": "bolus_and_five_days" "five_and_two" "flag_ida" "flag_ida_fludarabine" "high_dose_days_1_2_3"
        "high_dose_days_1_3_5" "intermediate_dose" "low_dose_subcutaneous" "seven_and_three"
        "seven_and_three_daunorubicin_60" "seven_and_three_daunorubicin_90";
    "published/": "arm_a_published" "arm_b_published" "arm_c_published";
    "qualification/": "regimens";
    "sweeps/": "cenersen_days_and_start";
    "teaching/": "cure_and_relapse" "harm" "idarubicin_alone" "inhibitor" "lost_selectivity" "no_effect" "strong_effect"
        "tp53_mutant";
}

/// Names and texts of the shipped scenarios in this folder of `scenarios/`, such as `protocols/`; all with an empty one.
pub fn shipped(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    TEXTS.iter().filter(move |(of, ..)| of.starts_with(folder)).map(|(_, name, text)| (*name, *text))
}

/// The shipped scenario that a path names.
pub(super) fn named(path: &Path) -> Option<Arc<Source>> {
    let wanted = path.to_str()?;
    let (name, text) = shipped("").find(|(name, _)| *name == wanted)?;
    Some(Source::new(format!("{name}.toml"), text))
}

/// The shipped name that somebody has nearly written where no file is.
pub(super) fn hint(path: &str) -> String {
    let near = nearest(path, shipped("").map(|(name, _)| name)).filter(|_| !path.contains('/'));
    near.map_or_else(String::new, |near| format!("; did you mean the shipped `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use std::{collections::BTreeSet, fs, path::PathBuf};

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios")
    }

    /// Paths within `scenarios/`, of its folders, too.
    fn files() -> BTreeSet<String> {
        let entries = |path: &Path| fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect::<Vec<_>>();
        let tops = entries(&folder());
        let below = tops.iter().filter(|path| path.is_dir()).flat_map(|path| entries(path)).collect::<Vec<_>>();
        let all = tops.into_iter().chain(below).filter(|path| path.extension().is_some_and(|end| end == "toml"));
        all.map(|path| path.strip_prefix(folder()).unwrap().display().to_string()).collect()
    }

    #[test]
    fn every_scenario_of_the_folder_is_shipped_under_a_name_of_its_own() {
        let listed = TEXTS.iter().map(|(folder, name, _)| format!("{folder}{name}.toml")).collect::<BTreeSet<_>>();
        assert_eq!(listed, files());
        assert_eq!(shipped("").map(|(name, _)| name).collect::<BTreeSet<_>>().len(), TEXTS.len());
    }

    #[test]
    fn a_shipped_name_is_the_scenario_of_its_file() {
        for (of, name, _) in TEXTS {
            let file = folder().join(format!("{of}{name}.toml"));
            assert_eq!(Scenario::read(Path::new(name), &[]), Scenario::read(&file, &[]), "{name}");
        }
    }

    #[test]
    fn a_name_that_is_not_shipped_is_told_with_the_nearest_one() {
        let said = Scenario::read(Path::new("arm_bb"), &[]).unwrap_err().to_string();
        assert!(said.contains("does not exist") && said.ends_with("did you mean the shipped `arm_b`?"), "{said}");
        let said = Scenario::read(Path::new("nowhere/arm_b"), &[]).unwrap_err().to_string();
        assert!(!said.contains("shipped"), "{said}");
    }

    #[test]
    fn a_scenario_of_ones_own_extends_a_shipped_one_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let mine = folder.path().join("mine.toml");
        fs::write(&mine, "extends = \"untreated\"\ntitle = \"Mine\"\n").unwrap();
        let shipped = Scenario::read(Path::new("untreated"), &[]).unwrap();
        assert_eq!(Scenario::read(&mine, &[]).unwrap().arms, shipped.arms);
    }
}
