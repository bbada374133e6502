//! The options of a comparison as arguments, and back: what a plan keeps of a command line. Scenarios, and what changes
//! them, are in the plan as text; where results go and how many threads there are is no part of it.

use super::super::{
    Failure,
    compare::Compare,
    look::{Look, ThemeName},
};
use cenersim::{comparison::Endpoint, study::Folder};
use clap::Parser;
use std::ffi::OsString;

/// A comparison alone, as it stands behind `cenersim compare`.
#[derive(Parser)]
#[command(name = "compare")]
struct Alone {
    #[command(flatten)]
    compare: Compare,
}

/// Arguments that ask for the same comparison. Every field is named here, so that a new one cannot be forgotten.
pub fn arguments(compare: &Compare) -> Vec<String> {
    let Compare {
        scenarios: _,
        patients,
        patient,
        replicates,
        without,
        sweep,
        max_points,
        endpoint,
        until_se,
        max_patients,
        attribution,
        quiet: _,
        json: _,
        output: _,
        name: _,
        seed: _,
        threads: _,
        changes: _,
        overwrite: _,
        look,
        planned: _,
    } = compare;
    let mut list = Vec::new();
    let mut add = |name: &str, value: Option<String>| {
        list.extend(value.into_iter().flat_map(|value| [format!("--{name}"), value]));
    };
    add("patients", patients.map(|n| n.to_string()));
    add("patient", patient.map(|n| n.to_string()));
    add("replicates", replicates.map(|n| n.to_string()));
    for these in without {
        add("without", Some(these.iter().map(|one| one.name()).collect::<Vec<_>>().join("+")));
    }
    sweep.iter().for_each(|axis| add("sweep", Some(axis.clone())));
    add("max-points", Some(max_points.to_string()));
    add("endpoint", endpoint.map(Endpoint::name).map(str::to_owned));
    add("until-se", until_se.map(|value| value.to_string()));
    add("max-patients", Some(max_patients.to_string()));
    add("attribution", Some(attribution.to_string()));
    looked(look).into_iter().for_each(|(name, value)| add(name, Some(value)));
    list
}

fn looked(Look { theme, width, height, font_scale }: &Look) -> [(&'static str, String); 4] {
    let theme = match theme {
        ThemeName::Light => "light",
        ThemeName::Dark => "dark",
    };
    [
        ("theme", theme.to_owned()),
        ("width", width.to_string()),
        ("height", height.to_string()),
        ("font-scale", font_scale.to_string()),
    ]
}

/// The comparison that a study was planned from; it reads no file.
pub fn planned(folder: &Folder) -> Result<Compare, Failure> {
    let plan = folder.plan();
    let files = (0..plan.scenarios.len()).map(|index| folder.scenario_file(index).into_os_string());
    let options = plan.options.iter().map(OsString::from);
    let words = std::iter::once(OsString::from("compare")).chain(files).chain(options);
    let Alone { mut compare } = Alone::try_parse_from(words).map_err(|error| Failure::input(error.to_string()))?;
    compare.planned = plan.scenarios.iter().map(|scenario| (scenario.name.clone(), scenario.text.clone())).collect();
    compare.name = Some(plan.name.clone());
    Ok(compare)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Compare {
        Alone::try_parse_from([&["compare", "a.toml"], words].concat()).unwrap().compare
    }

    #[test]
    fn every_option_comes_back() {
        let words = [
            "--patients",
            "30",
            "--replicates",
            "2",
            "--without",
            "cenersen+inhibitors",
            "--without",
            "idarubicin",
            "--sweep",
            "arm.cenersen.duration=0 d,7 d",
            "--max-points",
            "50",
            "--endpoint",
            "cr",
            "--max-patients",
            "77",
            "--attribution",
            "3",
            "--theme",
            "dark",
            "--width",
            "800",
            "--height",
            "600",
            "--font-scale",
            "1.1",
        ];
        assert_eq!(arguments(&parsed(&words)), words);
    }

    #[test]
    fn defaults_are_written_out() {
        let written = arguments(&parsed(&[]));
        let words: Vec<&str> = written.iter().map(String::as_str).collect();
        assert_eq!(arguments(&parsed(&words)), written);
        assert!(words.contains(&"--attribution"), "{words:?}");
    }
}
