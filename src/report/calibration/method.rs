//! How a calibration is computed, for its report.
//!
//! # What is explained
//!
//! Where priors come from, where draws come from in the first generation (the prior) and in later ones (a mixture
//! around those with weight), how a draw is weighted (all earlier proposals together, so no generation is thrown
//! away), how the likelihood of a total is taken from few simulated trials, and what each verdict means; with the
//! references, so that a statistician can judge the method without reading code.

use cenersim_analyses::calibration::Calibrated;

/// Paragraphs.
pub fn method(found: &Calibrated) -> Vec<String> {
    vec![
        "Priors come from the ledger: 95 % of each lie in the range that the ledger gives for the parameter. The log odds ratio \
         of CR with against without cenersen, which a draw of parameters implies, has a skeptical prior besides: normal around 0 \
         with a standard deviation of "
            .to_owned()
            + &format!("{}.", found.effect.skeptical_sd),
        "Importance sampling in generations: the first generation is drawn from the prior, each later one from a mixture around \
         the heaviest draws so far. A draw's weight is prior times likelihood over the mixture of all distributions that drew \
         (deterministic mixture, Owen and Zhou 2000; adaptive, Cornuet and others 2012), so that no generation is thrown away. \
         The effective sample size is that of Kish (1965)."
            .to_owned(),
        "Likelihood: the numbers of CR, CRp and others of all patients count as multinomial; each further table counts given \
         that total, so that no patient counts twice. Each draw is simulated in a finite number of the same patients; that their \
         shares are not exact is taken into account by a Dirichlet-multinomial distribution."
            .to_owned(),
        "Differences between patients are part of every draw and are not fitted; the posterior is the uncertainty of the \
         parameters alone."
            .to_owned(),
    ]
}

/// How verdicts are made, and what the columns are.
pub const VERDICTS: &str = "Learned is 1 - posterior variance / prior variance, on the scale on which the prior is standard \
     normal: at 0 % the posterior is the prior, at 100 % the parameter is known. Identified: the posterior standard deviation \
     is at most half of the prior one (75 % learned or more). Weakly: at most 0.85 of it (28 % or more). Not identified: \
     otherwise. Before and After are medians with the 95 % interval of prior and posterior; Shipped is the value that the \
     program uses without a posterior.";
