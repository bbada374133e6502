//! What a rule does to an arm with a given true response rate, by enumerating every outcome: a dynamic program over subjects
//! and responses, without chance. Left out: outcomes that come late, after further subjects have entered.

use super::{Boundary, Rule};

/// Operating characteristics of a rule in one arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Characteristics {
    /// True response rate; subjects respond independently.
    pub true_rate: f64,
    /// At any look.
    pub probability_of_stopping: f64,
    /// Mean number of subjects that the arm enrolls.
    pub expected_subjects: f64,
    /// Mean number of responses among them.
    pub expected_responses: f64,
    /// Subjects at each look, and the probability of stopping there or before.
    pub probability_of_stopping_by: Vec<(u32, f64)>,
}

impl Rule {
    /// What the rule does at each of these true rates, exactly.
    ///
    /// For each rate the time grows with the square of the subjects of the arm.
    pub fn exact(&self, true_rates: &[f64]) -> Vec<Characteristics> {
        let boundaries = self.boundaries();
        true_rates.iter().map(|rate| enumerate(*rate, self.most, &boundaries)).collect()
    }
}

/// One pass over the subjects, with the probability of each number of responses so far.
fn enumerate(true_rate: f64, most: u32, boundaries: &[Boundary]) -> Characteristics {
    // Probability of each number of responses in an arm that goes on.
    let mut going = vec![1.0];
    let (mut stopped, mut expected_subjects, mut by) = (0.0, 0.0, Vec::new());
    let mut looks = boundaries.iter().peekable();
    for n in 1..=most {
        expected_subjects += going.iter().sum::<f64>();
        going = after_one_more(&going, true_rate);
        if let Some((_, boundary)) = looks.next_if(|(look, _)| *look == n) {
            let stopping = boundary.map_or(0, |most| most as usize + 1);
            stopped += going[..stopping].iter().sum::<f64>();
            going[..stopping].fill(0.0);
            by.push((n, stopped));
        }
    }
    Characteristics {
        true_rate,
        probability_of_stopping: stopped,
        expected_subjects,
        // Wald: whoever enters responds with the true rate, whatever came before.
        expected_responses: true_rate * expected_subjects,
        probability_of_stopping_by: by,
    }
}

/// The probabilities after one more subject, who responds or not.
fn after_one_more(going: &[f64], rate: f64) -> Vec<f64> {
    let mut next = vec![0.0; going.len() + 1];
    for (responses, probability) in going.iter().enumerate() {
        next[responses] += probability * (1.0 - rate);
        next[responses + 1] += probability * rate;
    }
    next
}

#[cfg(test)]
mod tests;
