# Published figures that tests quote, computed again: the designs of Simon 1989, boundaries of Lan and DeMets, the constants of
# Pocock and of O'Brien and Fleming, deaths by Schoenfeld, patients by Fleiss. Left out: figures that only simulation gives.
#
#     Rscript published.R
#
# Tolerances: half of the last digit in print, and a little for the digit itself.

here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(here, "check.R"))
source(file.path(here, "trials.R"))

# Simon 1989, Control Clin Trials 10:1, tables 1 and 2: low, high, alpha, beta; stop, first, reject, all, expected, early.
tables <- list(
  optimal = rbind(
    c(0.05, 0.25, 0.10, 0.10, 0, 9, 2, 24, 14.5, 0.63), c(0.05, 0.25, 0.05, 0.20, 0, 9, 2, 17, 12.0, 0.63),
    c(0.10, 0.30, 0.05, 0.20, 1, 10, 5, 29, 15.0, 0.74), c(0.10, 0.30, 0.05, 0.10, 2, 18, 6, 35, 22.5, 0.73),
    c(0.20, 0.40, 0.05, 0.20, 3, 13, 12, 43, 20.6, 0.75), c(0.30, 0.50, 0.05, 0.20, 5, 15, 18, 46, 23.6, 0.72)
  ),
  minimax = rbind(
    c(0.05, 0.25, 0.10, 0.10, 0, 13, 2, 20, 16.4, 0.51), c(0.05, 0.25, 0.05, 0.20, 0, 12, 2, 16, 13.8, 0.54),
    c(0.10, 0.30, 0.05, 0.20, 1, 15, 5, 25, 19.5, 0.55), c(0.20, 0.40, 0.05, 0.20, 4, 18, 10, 33, 22.3, 0.72)
  )
)
for (criterion in names(tables)) {
  for (row in split(tables[[criterion]], seq_len(nrow(tables[[criterion]])))) {
    best <- simon(row[1], row[2], row[3], row[4], 48, criterion)
    near(row[5:8], c(best$stop, best$first, best$reject, best$all), 0, paste("Simon,", criterion))
    near(row[9] - best$expected, 0, 0.051, paste("Simon, expected,", criterion))
    near(row[10], best$early, 0.0051, paste("Simon, early,", criterion))
  }
}

# Reboussin, DeMets, Kim and Lan 2000, Control Clin Trials 21:190: what these boundaries spend, two-sided 0.05.
printed <- list(
  obrien_fleming = list(c(2.9626, 1.9686), c(3.7103, 2.5114, 1.9930), c(4.8769, 3.3569, 2.6803, 2.2898, 2.0310)),
  pocock = list(c(2.1570, 2.2010), c(2.4380, 2.4268, 2.4101, 2.3966, 2.3859))
)
for (name in names(printed)) {
  for (boundaries in printed[[name]]) {
    times <- seq_along(boundaries) / length(boundaries)
    spent <- if (name == "pocock") 0.025 * log(1 + (exp(1) - 1) * times) else 2 * pnorm(-qnorm(0.9875) / sqrt(times))
    # A boundary of four decimals is known to 5e-5 and spends its density times that.
    near(cumsum(in_favor(times, boundaries, 0, TRUE, 1001)), spent, 2e-5, paste("spent,", name))
  }
}

# Jennison and Turnbull 2000, tables 2.1 to 2.4: five looks at two-sided 0.05, inflation for a power of 80 %.
times <- 1:5 / 5
fixed <- qnorm(0.975) + qnorm(0.8)
for (one in list(list(rep(2.413, 5), 1.229), list(2.040 / sqrt(times), 1.028))) {
  near(2 * sum(in_favor(times, one[[1]], 0, TRUE, 1001)), 0.05, 1e-4, "constants for five looks")
  drift <- uniroot(function(theta) sum(in_favor(times, one[[1]], theta, TRUE, 401)) - 0.8, c(2, 4), tol = 1e-6)$root
  near(one[[2]], (drift / fixed)^2, 1e-3, "inflation factor")
}

# Collett 2003, example 10.1: 133 deaths for a log hazard ratio of -0.5621, power 90 % (Schoenfeld 1981).
near(133, round(4 * (qnorm(0.975) + qnorm(0.9))^2 / 0.5621^2), 0, "deaths by Schoenfeld")
# Fleiss, Levin and Paik 2003, table A.4: 85 with the correction for continuity for 0.50 against 0.75, power 90 %.
n <- power.prop.test(p1 = 0.5, p2 = 0.75, power = 0.9)$n
near(85, ceiling(n / 4 * (1 + sqrt(1 + 4 / (n * 0.25)))^2), 0, "patients by Fleiss")
done("published figures")
