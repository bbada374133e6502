# A comparison again, from its patients alone: rates with exact and Wilson intervals, paired differences (Newcombe, McNemar),
# odds ratios, Kaplan-Meier curves and medians, Cox regression clustered by patient, restricted means, landmarks, power.
# Left out: attribution, sweeps, measures.
#
#     Rscript comparison.R FOLDER      with patients.csv, what patients.parquet holds, in it
#
# Tolerances: tables have ten digits, so 1e-8 of the value where R computes the same formula; 1e-6 where one of both iterates
# (Cox) or where small errors are divided.

source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "check.R"))
patients <- read("patients.csv")
patients <- patients[order(patients$arm, patients$patient), ]
arms <- unique(table_of("rates")$arm)
remission <- patients$response %in% c("CR", "CRp", "CRi")
outcomes <- list(
  cr = patients$response == "CR",
  remission = remission,
  death_by_day_30 = !is.na(patients$death_day) & patients$death_day <= 30,
  residual_free = remission & !is.na(patients$residual_disease) & patients$residual_disease < 1e-3
)
of_arm <- function(name, arm) outcomes[[name]][patients$arm == arm]
follow_up <- max(patients$observed_to_day)

check_widths()

# Nothing is measured in the dead: every day on which something was found, and every count of days, ends with death.
dead <- patients[!is.na(patients$death_day), ]
stopifnot(nrow(dead) > 0)
days <- setdiff(grep("^days_|_day$", names(patients), value = TRUE), c("death_day", "observed_to_day"))
for (name in days) {
  late <- which(dead[[name]] > dead$death_day + 1e-9)
  if (length(late)) stop(sprintf("%s: %g d in a patient who died on day %g", name, dead[[name]][late[1]], dead$death_day[late[1]]))
  checked <- checked + nrow(dead)
}
stopifnot(dead$observed_to_day >= dead$death_day)

rates <- table_of("rates")
for (row in split(rates, seq_len(nrow(rates)))) {
  found <- of_arm(row$rate, row$arm)
  x <- sum(found)
  n <- length(found)
  near(c(row$found, row$n), c(x, n), 0, "counts")
  near(row$percent, 100 * x / n, 1e-9, "rate")
  near(c(row$exact_low, row$exact_high), 100 * exact(x, n), 1e-8, "exact interval")
  near(c(row$wilson_low, row$wilson_high), 100 * wilson(x, n), 1e-8, "Wilson interval")
  near(row$standard_error, 100 * sd(found) / sqrt(n), 1e-8, "standard error of a rate")
}

differences <- table_of("differences_rates")
for (row in split(differences, seq_len(nrow(differences)))) {
  first <- of_arm(row$rate, row$first)
  second <- of_arm(row$rate, row$second)
  near(c(row$both, row$only_second, row$only_first), c(sum(first & second), sum(second & !first), sum(first & !second)), 0,
    "pairs")
  near(c(row$low, row$high), 100 * newcombe_paired(first, second), 1e-8, "paired Newcombe interval")
  discordant <- row$only_first + row$only_second
  p <- if (discordant == 0) 1 else binom.test(row$only_first, discordant)$p.value
  near(row$mcnemar_p, p, 1e-9, "McNemar")
}

# Times of the endpoints; `none` for courses without one.
times <- function(endpoint) {
  end <- pmin(patients$relapse_day, patients$death_day, na.rm = TRUE)
  observed <- patients$observed_to_day
  from_remission <- !is.na(patients$response_day)
  result <- switch(endpoint,
    overall_survival = list(ifelse(is.na(patients$death_day), observed, patients$death_day), !is.na(patients$death_day)),
    event_free_survival = list(
      ifelse(!from_remission, 0, ifelse(is.na(end), observed, end)),
      !from_remission | !is.na(end)
    ),
    time_to_response = list(
      ifelse(from_remission, patients$response_day, ifelse(is.na(patients$death_day), observed, follow_up)),
      from_remission
    ),
    duration_of_response = list(
      ifelse(from_remission, pmin(end, patients$transplantation_day, observed, na.rm = TRUE) - patients$response_day, NA),
      from_remission & !is.na(end) & (is.na(patients$transplantation_day) | end <= patients$transplantation_day)
    )
  )
  data.frame(arm_name = patients$arm, cluster = patients$patient, time = result[[1]], event = result[[2]])
}

two_arm <- table_of("two_arm")
for (pair in unique(paste(two_arm$second, two_arm$first, sep = "|"))) {
  names <- strsplit(pair, "|", fixed = TRUE)[[1]]
  rows <- two_arm[two_arm$second == names[1] & two_arm$first == names[2], ]
  stopifnot(all(rows$paired == "yes"))
  for (rate in names(outcomes)) {
    first <- as.numeric(of_arm(rate, names[2]))
    second <- as.numeric(of_arm(rate, names[1]))
    p <- c(mean(first), mean(second))
    ratio <- rows[rows$endpoint == rate & rows$contrast == "odds ratio", ]
    if (!is.na(ratio$estimate)) {
      moved <- (second - p[2]) / (p[2] * (1 - p[2])) - (first - p[1]) / (p[1] * (1 - p[1]))
      error <- sqrt(sum(moved^2)) / length(first)
      log <- qlogis(p[2]) - qlogis(p[1])
      near(unlist(ratio[c("estimate", "low", "high")]), exp(log + c(0, -1, 1) * qnorm(0.975) * error), 1e-8, "odds ratio")
    }
  }
  for (endpoint in c("overall_survival", "event_free_survival", "time_to_response", "duration_of_response")) {
    data <- times(endpoint)
    data <- data[data$arm_name %in% names & !is.na(data$time), ]
    data$arm <- ifelse(data$arm_name == names[1], "second", "first")
    if (length(unique(data$arm)) < 2) next
    check_times(rows[rows$endpoint == endpoint, ], data, TRUE, paste(pair, endpoint))
  }
}

medians <- table_of("survival_medians")
curves <- table_of("survival")
for (arm in arms) {
  for (survival in c("overall", "disease_free")) {
    data <- times(if (survival == "overall") "overall_survival" else "duration_of_response")
    data <- data[data$arm_name == arm & !is.na(data$time), ]
    row <- medians[medians$arm == arm & medians$survival == survival, ]
    if (!nrow(data)) next
    fit <- survfit(Surv(time, event) ~ 1, data = data, conf.type = "log-log")
    near(unlist(row[c("n", "events", "median", "median_low", "median_high")]), median_of(fit), 1e-8, "median survival")
    steps <- curves[curves$arm == arm & curves$survival == survival, ]
    at <- summary(fit, times = steps$day + 1e-6, extend = TRUE)
    near(steps$percent, 100 * at$surv, 1e-8, "survival curve")
  }
}

# A normal test of independent groups with these rates as the truth.
power <- table_of("two_arm_power")
for (row in split(power, seq_len(nrow(power)))) {
  if (!row$endpoint %in% names(outcomes)) next
  p <- c(mean(of_arm(row$endpoint, row$first)), mean(of_arm(row$endpoint, row$second)))
  z <- diff(p) / sqrt(sum(p * (1 - p)) / row$per_arm)
  near(row$power, 100 * (pnorm(-qnorm(0.975) - z) + pnorm(-qnorm(0.975) + z)), 1e-7, "power")
}
done("comparison")
