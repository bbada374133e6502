//! Golden curves: arm B of the typical patient as it was when someone last looked at it and agreed.
//! Left out: whether it is right (see `qualification`). `INSTA_UPDATE=always cargo test golden` accepts a new one.
//!
//! Tolerance: four significant digits. Cells are whole numbers and the model uses no platform mathematics, so platforms
//! should agree far better; what four digits hide is no change that anyone could see in a figure.

use crate::patients;
use cenersim::{
    biology::Kind,
    curves::{Course, Variable},
};

fn row(course: &Course, point: usize) -> String {
    let value = |variable, kind| format!("{:>10.3e}", course.curves.of(variable, kind)[point]);
    let cells = Kind::ALL.map(|kind| value(Variable::Cells, Some(kind)));
    let blast = [Variable::P53Mrna, Variable::Damage, Variable::DeathP53].map(|v| value(v, Some(Kind::Blast)));
    let levels = [Variable::CenersenCell, Variable::IdarubicinCell, Variable::AraCtp].map(|v| value(v, None));
    let blood = [Variable::Neutrophils, Variable::Platelets, Variable::MarrowBlasts].map(|v| value(v, None));
    let all = cells.iter().chain(&blast).chain(&levels).chain(&blood).map(String::as_str);
    format!("{:>5.1} {}", course.curves.days[point], all.collect::<Vec<_>>().join(" "))
}

#[test]
fn arm_b_is_what_it_was() {
    let mut scenario = patients::scenario("arm_b.toml", &["simulation.horizon=\"60 d\""]);
    (scenario.settings.agents_per_class, scenario.settings.replicates) = (128, 1);
    let course = patients::courses(&scenario).remove(0);
    let days = &course.curves.days;
    let due = |day: f64| [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0].contains(&day) || day > 7.0 && day % 7.0 == 0.0;
    let rows: Vec<String> =
        (0..days.len()).filter(|&point| due(days[point])).map(|point| row(&course, point)).collect();
    let title = "day | cells: leukemic stem, progenitor, blast, normal stem, progenitor | blasts: p53 mRNA, damage, p53 death [/d] \
                 | in cells: cenersen, idarubicin, ara-CTP | neutrophils, platelets, marrow blasts";
    insta::assert_snapshot!(format!("{title}\n{}\n{:?}", rows.join("\n"), course.outcome.response));
}
