//! Whether published counts can all be true at once. Arithmetic on whole patients, no statistics.
//! Left out: which of two contradicting numbers is the wrong one.

use super::{PublishedTrial, Subgroup};
use std::fmt;

/// Two published numbers that exclude each other.
///
/// Each is written out as a sentence by its `Display`.
#[derive(Clone, Debug, PartialEq)]
pub enum Inconsistency {
    /// Parts do not sum to what was printed for the whole.
    Sum {
        /// What is counted.
        what: String,
        /// The printed parts.
        parts: Vec<u32>,
        /// The printed whole.
        total: u32,
    },
    /// More patients with something than there were patients.
    Exceeds {
        /// What is counted.
        what: String,
        /// How many have it.
        found: u32,
        /// How many there are.
        of: u32,
    },
    /// Printed percentages of the printed subgroups give another number of responders than the total.
    Subgroups {
        /// `CR` or `CR + CRp`.
        endpoint: String,
        /// Printed percentages of both subgroups.
        percent: [u32; 2],
        /// Printed sizes of both subgroups.
        patients: [u32; 2],
        /// Fewest responders that round to these percentages.
        low: f64,
        /// Most responders that do.
        high: f64,
        /// Responders of all arms, as printed.
        total: u32,
    },
    /// The printed split into subgroups is none of those that fit the printed percentages and the totals.
    Split {
        /// Printed sizes of both subgroups.
        printed: [u32; 2],
        /// Splits that would fit; may be none.
        possible: Vec<Split>,
    },
}

/// Splits that a sentence names.
const NAMED: usize = 3;

/// Two subgroups in whole patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Patients of the first and of the second.
    pub patients: [u32; 2],
    /// With CR.
    pub cr: [u32; 2],
    /// CR + CRp.
    pub remission: [u32; 2],
}

/// All contradictions within the published tables; none when they can all be true.
///
/// Sums over arms, subgroups, sexes and users of inhibitors, shares above 1, and printed percentages.
pub fn check(trial: &PublishedTrial) -> Vec<Inconsistency> {
    let mut found = sums(trial);
    found.extend(excesses(trial));
    found.extend(check_subgroups(&trial.subgroups, trial.totals()));
    found
}

/// Contradictions between two subgroups, as printed in percent, and the totals: patients, CR, CR + CRp.
pub fn check_subgroups(printed: &[Subgroup; 2], totals: [u32; 3]) -> Vec<Inconsistency> {
    let mut found = subgroups(printed, totals);
    let sizes = [0, 1].map(|index| printed[index].patients);
    let possible = splits_of(printed, totals);
    if possible.iter().all(|split| split.patients != sizes) {
        found.push(Inconsistency::Split { printed: sizes, possible });
    }
    found
}

/// Every division of all patients, with whole numbers of responders, that rounds to all four printed percentages and
/// gives both totals.
pub fn splits(trial: &PublishedTrial) -> Vec<Split> {
    splits_of(&trial.subgroups, trial.totals())
}

/// As [`splits`], of any two subgroups and totals: patients, CR, CR + CRp.
pub fn splits_of(printed: &[Subgroup; 2], [patients, cr, remission]: [u32; 3]) -> Vec<Split> {
    let divisions = (0..=patients).flat_map(|first| (0..=cr).map(move |with_cr| (first, with_cr)));
    // What does not fit by its CR need not be tried with each number of responders.
    let fitting = divisions.filter(|&(first, with_cr)| {
        let parts = [(with_cr, first), (cr - with_cr, patients - first)];
        parts.iter().zip(printed).all(|(&(found, of), group)| rounds_to(found, of, group.cr_percent))
    });
    let all = fitting.flat_map(|(first, with_cr)| {
        (0..=remission).map(move |responders| Split {
            patients: [first, patients - first],
            cr: [with_cr, cr - with_cr],
            remission: [responders, remission - responders],
        })
    });
    all.filter(|split| [0, 1].iter().all(|&index| split.fits(index, &printed[index]))).collect()
}

impl Split {
    /// Whether one subgroup rounds to what was printed.
    fn fits(&self, index: usize, printed: &Subgroup) -> bool {
        let (patients, cr, remission) = (self.patients[index], self.cr[index], self.remission[index]);
        cr <= remission
            && remission <= patients
            && rounds_to(cr, patients, printed.cr_percent)
            && rounds_to(remission, patients, printed.remission_percent)
    }
}

/// Whether `found` of `of` is the whole percentage; exact halves may have been rounded either way.
fn rounds_to(found: u32, of: u32, percent: u32) -> bool {
    let (found, of, percent) = (u64::from(found), u64::from(of), u64::from(percent));
    of > 0 && (200 * found).abs_diff(2 * percent * of) <= of
}

/// Parts against the printed totals.
fn sums(trial: &PublishedTrial) -> Vec<Inconsistency> {
    let (arms, total, users) = (&trial.arms, &trial.total, &trial.inhibitors);
    let of_arms = |count: fn(&super::PublishedArm) -> u32| arms.iter().map(count).collect::<Vec<_>>();
    let mut sums = vec![
        ("patients of the arms".to_owned(), of_arms(|arm| arm.patients), total.patients),
        ("CR in the arms".to_owned(), of_arms(|arm| arm.cr), total.cr),
        ("CRp in the arms".to_owned(), of_arms(|arm| arm.crp), total.crp),
        ("patients with and without inhibitors".to_owned(), vec![users.users, users.others], total.patients),
        (
            "responders with and without inhibitors".to_owned(),
            vec![users.responders_among_users, users.responders_among_others],
            total.cr + total.crp,
        ),
        (
            "patients of the subgroups".to_owned(),
            trial.subgroups.iter().map(|group| group.patients).collect(),
            total.patients,
        ),
    ];
    sums.extend(baseline(trial));
    let wrong = sums.into_iter().filter(|(_, parts, total)| parts.iter().sum::<u32>() != *total);
    wrong.map(|(what, parts, total)| Inconsistency::Sum { what, parts, total }).collect()
}

/// Sexes and states of the disease make up each arm, and the arms all patients.
fn baseline(trial: &PublishedTrial) -> Vec<(String, Vec<u32>, u32)> {
    let mut sums = Vec::new();
    for row in &trial.baseline {
        let arm = trial.arms.iter().chain([&trial.total]).find(|arm| arm.name == row.arm);
        let Some(patients) = arm.map(|arm| arm.patients) else { continue };
        sums.push((format!("men and women of `{}`", row.arm), vec![row.male, row.female], patients));
        sums.push((format!("refractory and relapsed of `{}`", row.arm), vec![row.refractory, row.relapsed], patients));
    }
    let (total, arms): (Vec<_>, Vec<_>) = trial.baseline.iter().partition(|row| row.arm == trial.total.name);
    if let Some(total) = total.first() {
        sums.push(("men of the arms".to_owned(), arms.iter().map(|row| row.male).collect(), total.male));
        sums.push((
            "refractory of the arms".to_owned(),
            arms.iter().map(|row| row.refractory).collect(),
            total.refractory,
        ));
    }
    sums
}

/// More responders than patients, and percentages above 100.
fn excesses(trial: &PublishedTrial) -> Vec<Inconsistency> {
    let users = &trial.inhibitors;
    let arms = trial.arms.iter().chain([&trial.total]);
    let mut shares: Vec<(String, u32, u32)> =
        arms.map(|arm| (format!("responders of `{}`", arm.name), arm.cr + arm.crp, arm.patients)).collect();
    shares.push(("responders with inhibitors".to_owned(), users.responders_among_users, users.users));
    shares.push(("responders without inhibitors".to_owned(), users.responders_among_others, users.others));
    shares.push(("longer remissions".to_owned(), trial.remissions.longer, trial.remissions.responders));
    shares.extend(trial.subgroups.iter().map(|group| (format!("% of `{}`", group.name), group.remission_percent, 100)));
    shares.extend(trial.comparators.iter().map(|other| (format!("CR of `{}`", other.name), other.cr, other.patients)));
    let wrong = shares.into_iter().filter(|(_, found, of)| found > of);
    wrong.map(|(what, found, of)| Inconsistency::Exceeds { what, found, of }).collect()
}

/// Percentages times sizes against both totals, with the half percent that rounding leaves open.
fn subgroups(printed: &[Subgroup; 2], [_, cr, remission]: [u32; 3]) -> Vec<Inconsistency> {
    let patients = [0, 1].map(|index| printed[index].patients);
    let endpoints = [
        ("CR", cr, [0, 1].map(|index| printed[index].cr_percent)),
        ("CR + CRp", remission, [0, 1].map(|index| printed[index].remission_percent)),
    ];
    let checked = endpoints.into_iter().map(|(endpoint, total, percent)| {
        let share = |index: usize| f64::from(percent[index]) / 100.0 * f64::from(patients[index]);
        let (middle, open) = (share(0) + share(1), f64::from(patients[0] + patients[1]) * 0.005);
        let (low, high) = (middle - open, middle + open);
        Inconsistency::Subgroups { endpoint: endpoint.to_owned(), percent, patients, low, high, total }
    });
    let impossible = |found: &Inconsistency| match found {
        Inconsistency::Subgroups { low, high, total, .. } => !(*low - 1e-9..=*high + 1e-9).contains(&f64::from(*total)),
        _ => false,
    };
    checked.filter(impossible).collect()
}

impl fmt::Display for Inconsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sum { what, parts, total } => {
                let sum: u32 = parts.iter().sum();
                let parts = parts.iter().map(u32::to_string).collect::<Vec<_>>().join(" + ");
                write!(f, "{what}: {parts} = {sum}, but the total is printed as {total}")
            }
            Self::Exceeds { what, found, of } => write!(f, "{what}: {found} of {of} is more than all"),
            Self::Subgroups { endpoint, percent: [a, b], patients: [n, m], low, high, total } => write!(
                f,
                "{endpoint}: {a} % of {n} and {b} % of {m} patients are {low:.1} to {high:.1}, but the arms total {total}"
            ),
            Self::Split { printed: [n, m], possible } => {
                let named: Vec<String> = possible.iter().take(NAMED).map(Split::to_string).collect();
                let more = possible.len().saturating_sub(NAMED);
                let found = match more {
                    _ if possible.is_empty() => "no split does".to_owned(),
                    0 => named.join("; "),
                    more => format!("{}; and {more} more", named.join("; ")),
                };
                write!(f, "the printed {n} and {m} patients do not fit the percentages and totals; what fits: {found}")
            }
        }
    }
}

impl fmt::Display for Split {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { patients: [n, m], cr: [a, b], remission: [c, d] } = self;
        write!(f, "{n} patients ({a} CR, {c} CR + CRp) and {m} ({b} CR, {d} CR + CRp)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::trial;

    /// The shipped trial with subgroups that its percentages and totals allow.
    fn consistent() -> PublishedTrial {
        let mut made_up = trial().clone();
        for (group, patients) in made_up.subgroups.iter_mut().zip([19, 34]) {
            group.patients = patients;
        }
        made_up
    }

    // 5/19 = 26.3 %, 6/19 = 31.6 %, 3/34 = 8.8 %, 4/34 = 11.8 %: T19 and T20, found here by trying all divisions.
    #[test]
    fn one_division_of_the_patients_fits_all_percentages_and_both_totals() {
        let [found] = splits(trial()).try_into().expect("one division");
        assert_eq!(found, Split { patients: [19, 34], cr: [5, 3], remission: [6, 4] });
        let written = trial().reconstructed.clone();
        assert_eq!(written.each_ref().map(|group| group.patients), found.patients);
        assert_eq!(written.each_ref().map(|group| group.cr), found.cr);
        assert_eq!(written.each_ref().map(|group| group.remission), found.remission);
    }

    #[test]
    fn the_shipped_tables_contradict_each_other_in_the_subgroups_and_nowhere_else() {
        let found: Vec<String> = check(trial()).iter().map(ToString::to_string).collect();
        let expected = [
            "CR: 26 % of 32 and 9 % of 21 patients are 9.9 to 10.5, but the arms total 8",
            "CR + CRp: 32 % of 32 and 12 % of 21 patients are 12.5 to 13.0, but the arms total 10",
            "the printed 32 and 21 patients do not fit the percentages and totals; what fits: \
             19 patients (5 CR, 6 CR + CRp) and 34 (3 CR, 4 CR + CRp)",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn consistent_tables_have_no_contradiction() {
        assert_eq!(check(&consistent()), []);
    }

    #[test]
    fn arms_that_do_not_sum_to_the_total_are_found() {
        let mut wrong = consistent();
        wrong.arms[0].cr += 1;
        let expected = Inconsistency::Sum { what: "CR in the arms".into(), parts: vec![3, 3, 3], total: 8 };
        assert_eq!(check(&wrong), [expected]);
    }

    #[test]
    fn more_responders_than_patients_are_found() {
        let mut wrong = consistent();
        (wrong.inhibitors.users, wrong.inhibitors.others) = (44, 9);
        wrong.comparators[0].cr = 29;
        let found: Vec<String> = check(&wrong).iter().map(ToString::to_string).collect();
        let expected = [
            "responders without inhibitors: 10 of 9 is more than all",
            "CR of `Idarubicin alone (Daghestani 1985)`: 29 of 28 is more than all",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn percentages_that_no_whole_patients_give_leave_no_division() {
        let mut wrong = consistent();
        wrong.subgroups[0].cr_percent = 1;
        assert!(splits(&wrong).is_empty());
        let last = check(&wrong).pop().map(|found| found.to_string());
        assert!(last.is_some_and(|said| said.ends_with("what fits: no split does")));
    }
}
