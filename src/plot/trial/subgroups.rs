//! Forest of subgroups: response of refractory and relapsed subjects, of users of inhibitors and others, and of all, beside
//! what was published and what repeated trials predict. Left out: a test of interaction, for which a trial is too small.
//!
//! # How to read it
//!
//! Groups are of the whole trial, not of arms. The published counts of refractory and relapsed subjects are
//! reconstructed, since the printed ones contradict each other. Fisher's test in the subtitle is of this virtual
//! trial; with 19 and 34 subjects it finds only differences of thirty points.

use super::{
    Trial, TrialInput, responders,
    response::{columns, rows},
};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    forest::Forest,
    listed,
    rows::{Cell, Row, Texts},
};
use cenersim_analyses::trial::Subgroup;
use cenersim_statistics::{Interval, newcombe};
use cenersim_text::{Claim, p_value, plural};

/// Response of the subgroups; none without subjects.
pub const FIGURE: FigureOf<Trial> = FigureOf { name: "subgroups", section: Section::Response, alt, draw };

fn alt(input: &TrialInput, _: &str) -> String {
    listed("Responses by subgroup", input.result.trial.subgroups.iter().map(responders))
}

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let of = |heading: &str| -> Vec<&Subgroup> {
        input.result.trial.subgroups.iter().filter(|group| group.heading == heading && group.n > 0).collect()
    };
    let groups: Vec<Vec<Row>> =
        ["disease", "inhibitors"].into_iter().flat_map(of).enumerate().map(|one| group(input, one, theme)).collect();
    if groups.is_empty() {
        return Vec::new();
    }
    let sheet = input.sheet(message(input), subtitle(input));
    let columns = columns(&groups, &input.result.criteria);
    Forest { sheet, pages: 4, columns: &columns, texts: Texts::Beside }.draw(&groups, theme)
}

/// Whether the parts of each pair differ, by the interval of the difference of their shares (Newcombe 1998).
fn message(input: &TrialInput) -> String {
    let pair = |heading: &str| {
        let groups = &input.result.trial.subgroups;
        let of: Vec<&Subgroup> = groups.iter().filter(|group| group.heading == heading && group.n > 0).collect();
        let [first, second] = of[..] else { return None };
        Some((newcombe([first.remission, second.remission], [first.n, second.n]), [name(first), name(second)]))
    };
    let told: Vec<String> = ["disease", "inhibitors"].into_iter().filter_map(pair).map(contrast).collect();
    if told.is_empty() { "CR + CRp by subgroup".into() } else { format!("CR + CRp: {}", told.join("; ")) }
}

/// `more in relapsed than in refractory`, or that both cannot be told apart; the interval is of the second less the first.
fn contrast((interval, [first, second]): (Interval, [String; 2])) -> String {
    let [first, second] = [first, second].map(|name| name.to_lowercase());
    match Claim::of(interval.low, interval.high) {
        Claim::Unclear => format!("{first}, {second} not told apart"),
        claim => format!("{} in {second} than in {first}", claim.wording("more", "fewer", "")),
    }
}

/// What was found, published and predicted of one subgroup, one under the other.
fn group(input: &TrialInput, (i, group): (usize, &Subgroup), theme: &Theme) -> Vec<Row> {
    let stroke = Stroke { color: theme.blood, dash: &[], width: theme.arm(i).width };
    [vec![Row::heading(&name(group), vec![Cell::Empty; 2])], rows(input, group, stroke, theme)].concat()
}

/// What the members of a subgroup have in common.
fn name(group: &Subgroup) -> String {
    match (&*group.heading, &*group.label) {
        ("disease", "refractory") => "Refractory".into(),
        ("disease", "relapsed") => "Relapsed".into(),
        ("inhibitors", "users") => "Inhibitor users".into(),
        ("inhibitors", "others") => "No inhibitor".into(),
        (heading, label) => format!("{heading}: {label}"),
    }
}

fn subtitle(input: &TrialInput) -> String {
    let trial = &input.result.trial;
    let mut text = format!(
        "Exact 95 % intervals. Fisher's exact test of CR + CRp: disease {}, inhibitors {}.",
        p_value(trial.disease_p),
        p_value(trial.inhibitor_p)
    );
    let published =
        |heading: &str| trial.subgroups.iter().any(|group| group.heading == heading && group.published.is_some());
    match (published("disease"), published("inhibitors")) {
        (true, _) => text += " Hollow diamond: published; counts by disease are reconstructed.",
        (false, true) => text += " Hollow diamond: published.",
        (false, false) => {}
    }
    if input.trials() > 0 {
        text += &format!(" Band: median and middle 95 % of {}.", plural(input.trials(), "repeated trial"));
    }
    text
}
