# The design of a next trial again, from its draws and its plan alone: effects without noise, power, assurance and its split,
# boundaries of spending by a recursion of its own, stages of Simon by exact enumeration. Left out: what must be true, the
# Monte-Carlo errors.
#
#     Rscript design.R FOLDER
#
# Tolerances: 1e-8 for tables of ten digits; 2e-5 for power, which cenersim looks up on a grid of drifts; 1e-5 for the
# recursion over looks, a sum of 2,000 points here and of others there.

source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "check.R"))
source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "trials.R"))
library(jsonlite)
result <- fromJSON(file.path(folder, "design.json"))
protocol <- result$protocol
draws <- table_of("draws")
plan <- table_of("plan")
stopifnot(protocol$endpoint == "remission")
alpha <- protocol$alpha / protocol$sides

# Effects without the noise of the patients of each draw (Louis 1984): the mean of the estimates, the variance of true values.
spread <- var(draws$effect)
noise <- mean(draws$error^2)
between <- max(spread - noise, 0)
near(result$known$between$value, sqrt(between), 1e-8, "deviation between true effects")
near(result$known$noise, sqrt(noise), 1e-8, "deviation of the noise")
near(mean(draws$denoised), mean(draws$effect), 1e-8, "mean effect")
near(var(draws$denoised), between, 1e-8, "variance of true effects")
# A level is a rate: one that would be below zero or above one is held there, which moves the mean.
if (all(draws$denoised_level > 0 & draws$denoised_level < 1)) {
  near(mean(draws$denoised_level), mean(draws$level), 1e-8, "mean level")
}

# Chance of a test of two rates to end in favor of the treatment: the pooled error decides, the unpooled one scatters.
drift <- function(level, effect, n, critical) {
  p <- pmin(pmax(level, 0), 1)
  q <- pmin(pmax(level + effect, 0), 1)
  pooled <- (n[1] * p + n[2] * q) / sum(n)
  none <- sqrt(pooled * (1 - pooled) * sum(1 / n))
  some <- sqrt(p * (1 - p) / n[1] + q * (1 - q) / n[2])
  # Where nobody or everybody responds, nothing scatters.
  ifelse(some == 0, ifelse(effect == 0, 0, sign(effect) * Inf), (effect - critical * none) / some + critical)
}

curve <- table_of("curve")
if (protocol$kind %in% c("fixed", "group_sequential")) {
  looks <- table_of("looks")
  times <- seq_len(nrow(looks)) / nrow(looks)
  two_sided <- protocol$sides == 2
  # Lan and DeMets 1983, the function like O'Brien and Fleming's: what is spent up to each look.
  spent <- if (nrow(looks) == 1) alpha else 2 * pnorm(-qnorm(1 - alpha / 2) / sqrt(times))
  near(cumsum(in_favor(times, looks$boundary, 0, two_sided)), spent, 1e-5, "error spent at each look")
  near(looks$p, pnorm(-looks$boundary), 1e-8, "one-sided p of the boundaries")
  critical <- looks$boundary[nrow(looks)]
  chance <- function(theta) {
    if (is.infinite(theta)) return(as.numeric(theta > 0))
    sum(in_favor(times, looks$boundary, max(-8, min(16, theta)), two_sided, points = 401))
  }
  sizes <- result$plan$sizes
  hoped <- drift(protocol$control_rate, protocol$treatment_rate - protocol$control_rate, sizes, critical)
  near(looks$ends, in_favor(times, looks$boundary, hoped, two_sided), 2e-5, "chance to end at each look")
  near(result$plan$power, chance(hoped), 2e-5, "power of the plan")
  worlds <- c(right = 1, half = 0.5, nothing = 0)
  success <- sapply(worlds, function(part) {
    vapply(drift(draws$denoised_level, part * draws$denoised, sizes, critical), chance, 0)
  })
  near(draws$success, success[, "right"], 2e-5, "success of each draw")
  near(plan$success, unname(colMeans(success)), 2e-5, "assurance of the plan")
  even <- curve[curve$patients %% 2 == 0 & curve$patients %in% c(50, 106, 190, 310), ]
  for (row in split(even, seq_len(nrow(even)))) {
    n <- rep(row$patients / 2, 2)
    effect <- protocol$treatment_rate - protocol$control_rate
    near(row$power, chance(drift(protocol$control_rate, effect, n, critical)), 2e-5, "power on the curve")
    for (world in names(worlds)) {
      of <- vapply(drift(draws$denoised_level, worlds[[world]] * draws$denoised, n, critical), chance, 0)
      near(row[[world]], mean(of), 2e-5, paste("assurance on the curve,", world))
    }
  }
  errors <- table_of("errors")
  for (row in split(errors, seq_len(nrow(errors)))) {
    near(c(row$low, row$high), exact(row$counted, row$trials), 1e-8, "interval of the simulated error")
  }
} else {
  stages <- result$plan$stages
  low <- protocol$control_rate
  high <- protocol$treatment_rate
  best <- simon(low, high, protocol$alpha, 1 - protocol$power, 45, "optimal")
  near(c(stages$first, stages$stop, stages$all, stages$reject), c(best$first, best$stop, best$all, best$reject), 0,
    "stages of Simon's optimal design")
  of <- function(rate) recommended(stages$first, stages$stop, stages$all, stages$reject, min(max(rate, 0), 1))
  near(result$plan$power, of(high), 1e-9, "power of the plan")
  success <- cbind(right = vapply(draws$denoised_level + draws$denoised, of, 0))
  near(draws$success, success[, "right"], 1e-8, "success of each draw")
  near(plan$success[1], mean(success[, "right"]), 1e-8, "assurance of the plan")
  patients <- vapply(draws$denoised_level + draws$denoised, function(rate) {
    expected(stages$first, stages$stop, stages$all, min(max(rate, 0), 1))
  }, 0)
  near(plan$expected_patients[1], mean(patients), 1e-8, "expected patients")
}

# Law of total variance: success is yes or no.
p <- success[, "right"]
share <- mean((p - mean(p))^2) / (mean(p) * (1 - mean(p)))
split_of <- table_of("split")
near(split_of$parameters[split_of$of == "success"], share, 1e-4, "share of the parameters in success")
near(rowSums(split_of[c("chance", "patients", "parameters")]), rep(1, nrow(split_of)), 1e-8, "shares of a variance")
done("design")
