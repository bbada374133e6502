# A posterior again, from its weighted draws alone: weights, effective sample size, quantiles of every parameter, and the effect
# of cenersen as the mixture of what each draw says. Left out: likelihoods themselves, predictions, directions.
#
#     Rscript posterior.R FOLDER
#
# Tolerances: 1e-9 for sums of weights, 1e-8 for tables of ten digits, 1e-6 where an integral or a root is sought.

source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "check.R"))
draws <- read("draws.csv")
near(c(sum(draws$weight), sum(draws$prior_weight)), c(1, 1), 1e-9, "sums of weights")

# Bayes: the posterior weight is the prior weight times the likelihood, up to one factor.
alive <- draws$weight > 0 & draws$prior_weight > 0
factor <- log(draws$weight[alive]) - log(draws$prior_weight[alive]) - draws$log_likelihood[alive]
near(factor, rep(factor[1], length(factor)), 1e-8, "posterior over prior and likelihood")

# Kish 1965.
result <- jsonlite::fromJSON(file.path(folder, "calibration.json"))
near(result$effective_sample_size, 1 / sum(draws$weight^2), 1e-9, "effective sample size")

# The smallest value up to which so much weight lies.
weighted <- function(values, weights, share) {
  order <- order(values)
  values[order][which(cumsum(weights[order]) >= share - 1e-12)[1]]
}
shares <- c(median = 0.5, low = 0.025, high = 0.975, lower = 0.25, upper = 0.75)
parameters <- table_of("parameters")
for (row in split(parameters, seq_len(nrow(parameters)))) {
  values <- draws[[make.names(row$parameter)]]
  for (name in names(shares)) {
    near(row[[paste0("posterior_", name)]], weighted(values, draws$weight, shares[[name]]), 1e-8,
      paste(row$parameter, name))
  }
}

# The effect: each draw says a normal distribution.
effect <- table_of("effect")
effect <- effect[effect$quantity == "log odds ratio, with against without", ]
for (what in c("skeptical prior", "posterior")) {
  row <- effect[effect$known_from == what, ]
  weights <- if (what == "posterior") draws$weight else draws$prior_weight
  known <- !is.na(draws$effect)
  below <- function(x) {
    sum(weights[known] * pnorm(x, draws$effect[known], pmax(draws$effect_error[known], 1e-12))) / sum(weights[known])
  }
  for (name in names(shares)) {
    root <- uniroot(function(x) below(x) - shares[[name]], c(-20, 20), tol = 1e-12)$root
    near(row[[name]], root, 1e-6, paste("effect,", what, name))
  }
  near(row$probability_of_benefit, 1 - below(0), 1e-8, paste("probability of benefit,", what))
}
done("posterior")
