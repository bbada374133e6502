# A virtual trial again, from its data files alone: responses and exact intervals, Fisher's tests, curves and medians, log-rank,
# two arms, the stopping rule with its operating characteristics by exact enumeration, and the predictive intervals from the
# repeated trials. Left out: tables of safety, explanations.
#
#     Rscript trial.R FOLDER        a trial with --trials N
#
# Tolerances: 1e-8 of the value for tables of ten digits, 1e-6 where Cox or a numerical integral iterates.

source(file.path(dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE))), "check.R"))
library(jsonlite)
result <- fromJSON(file.path(folder, "trial.json"), simplifyVector = FALSE)
subjects <- read("subjects.csv")
responses <- read("response.csv")
adtte <- read("time_to_event.csv")
follow_up <- result$protocol$follow_up_days
arms <- unlist(result$arms)

check_widths()

yes <- function(code) {
  rows <- responses[responses$PARAMCD == code, ]
  rows$AVALC[match(subjects$USUBJID, rows$USUBJID)] == "Y"
}
cr <- yes("CR")
remission <- yes("CRCRP")

# Responses by group.
groups <- list(
  refractory = subjects$DISSTAT == "REFRACTORY", relapsed = subjects$DISSTAT == "RELAPSED",
  users = subjects$INHIBFL == "Y", others = subjects$INHIBFL == "N", total = rep(TRUE, nrow(subjects))
)
for (arm in arms) groups[[arm]] <- subjects$ARMCD == arm
subgroups <- table_of("subgroups")
for (row in split(subgroups, seq_len(nrow(subgroups)))) {
  of <- groups[[row$label]]
  near(c(row$n, row$cr, row$remission), c(sum(of), sum(cr[of]), sum(remission[of])), 0, paste("responses of", row$label))
  near(c(row$cr_low, row$cr_high), 100 * exact(sum(cr[of]), sum(of)), 1e-8, "exact interval of CR")
  near(c(row$remission_low, row$remission_high), 100 * exact(sum(remission[of]), sum(of)), 1e-8, "exact interval")
}
fisher <- function(by) fisher.test(table(factor(by, c(TRUE, FALSE)), factor(remission, c(TRUE, FALSE))))$p.value
near(result$trial$disease_p, fisher(groups$refractory), 1e-9, "Fisher: refractory against relapsed")
near(result$trial$inhibitor_p, fisher(groups$users), 1e-9, "Fisher: users against others")

# Survival.
adtte$event <- adtte$CNSR == 0
# Who died without a remission never has one: observed to the end of the follow-up.
adtte$time <- ifelse(adtte$CNSR == 2, follow_up, adtte$AVALEXCT)
near(adtte$AVAL, as.numeric(as.Date(adtte$ADT) - as.Date(adtte$STARTDT)) + 1, 0, "AVAL")
medians <- table_of("survival_medians")
curves <- table_of("survival_curves")
for (row in split(medians, seq_len(nrow(medians)))) {
  data <- adtte[adtte$PARAMCD == row$endpoint & (row$arm == "total" | adtte$ARMCD == row$arm), ]
  if (!nrow(data)) next
  fit <- survfit(Surv(time, event) ~ 1, data = data, conf.type = "log-log")
  near(unlist(row[c("n", "events", "median", "low", "high")]), median_of(fit), 1e-8, "median survival")
  steps <- curves[curves$arm == row$arm & curves$endpoint == row$endpoint, ]
  at <- summary(fit, times = steps$day + 1e-6, extend = TRUE)
  near(steps$survival, 100 * at$surv, 1e-8, "survival curve")
}
log_rank <- function(code) {
  test <- survdiff(Surv(time, event) ~ ARMCD, data = adtte, subset = PARAMCD == code)
  pchisq(test$chisq, length(test$n) - 1, lower.tail = FALSE)
}
near(result$trial$overall_log_rank_p, log_rank("OS"), 1e-9, "log-rank of overall survival")

# Two arms, other patients in each.
two_arm <- table_of("two_arm")
codes <- c(overall_survival = "OS", event_free_survival = "EFS", time_to_response = "TTR", duration_of_response = "DOR")
for (pair in unique(paste(two_arm$second, two_arm$first, sep = "|"))) {
  names <- strsplit(pair, "|", fixed = TRUE)[[1]]
  rows <- two_arm[two_arm$second == names[1] & two_arm$first == names[2], ]
  for (rate in c("cr", "remission")) {
    found <- if (rate == "cr") cr else remission
    x <- c(sum(found[groups[[names[2]]]]), sum(found[groups[[names[1]]]]))
    n <- c(sum(groups[[names[2]]]), sum(groups[[names[1]]]))
    row <- rows[rows$endpoint == rate & rows$contrast == "risk difference", ]
    near(c(row$low, row$high), 100 * newcombe(x, n), 1e-8, "Newcombe interval")
    near(row$p, fisher.test(rbind(x, n - x))$p.value, 1e-8, "Fisher")
    ratio <- rows[rows$endpoint == rate & rows$contrast == "odds ratio", ]
    if (!is.na(ratio$estimate)) {
      error <- sqrt(sum(1 / c(x, n - x)))
      near(unlist(ratio[c("estimate", "low", "high")]),
        exp(qlogis(x[2] / n[2]) - qlogis(x[1] / n[1]) + c(0, -1, 1) * qnorm(0.975) * error), 1e-8, "odds ratio")
    }
  }
  for (endpoint in names(codes)) {
    data <- adtte[adtte$PARAMCD == codes[[endpoint]] & adtte$ARMCD %in% names, ]
    data$arm <- ifelse(data$ARMCD == names[1], "second", "first")
    data$cluster <- data$USUBJID
    if (length(unique(data$arm)) < 2) next
    check_times(rows[rows$endpoint == endpoint, ], data, FALSE, paste(pair, endpoint))
  }
}

# Thall and Simon 1994: P(rate of the arm > rate of the standard), by a numerical integral.
rule <- result$protocol$stopping
better <- function(responses, n) {
  a <- rule$experimental[[1]] + responses
  b <- rule$experimental[[2]] + n - responses
  beyond <- function(p) pbeta(p + rule$margin, a, b, lower.tail = FALSE) * dbeta(p, rule$standard[[1]], rule$standard[[2]])
  integrate(beyond, 0, 1, rel.tol = 1e-10, subdivisions = 1000)$value
}
better <- Vectorize(better)
path <- table_of("stopping_path")
near(path$probability, better(path$responses, path$subjects), 1e-7, "probability of the stopping rule")
planned <- unlist(result$protocol$subjects)
characteristics <- table_of("characteristics")
looks <- function(most) {
  at <- seq(rule$first_look, most, by = rule$every)
  at[at < most]
}
for (index in seq_along(arms)) {
  most <- planned[index]
  at <- looks(most)
  stops <- lapply(at, function(n) better(0:n, n) < rule$lower)
  rows <- characteristics[characteristics$arm == arms[index], ]
  rows <- rows[rows$true_rate %in% c(5, 14, 30), ]
  for (row in split(rows, seq_len(nrow(rows)))) {
    rate <- row$true_rate / 100
    # Distribution of responses of arms that go on, subject by subject.
    going <- 1
    stopped <- 0
    expected <- 0
    for (n in seq_len(most)) {
      going <- c(going, 0) * (1 - rate) + c(0, going) * rate
      if (n %in% at) {
        ends <- stops[[match(n, at)]]
        expected <- expected + n * sum(going[ends])
        stopped <- stopped + sum(going[ends])
        going[ends] <- 0
      }
    }
    near(row$probability, 100 * stopped, 1e-7, "probability of stopping")
    near(row$expected_subjects, expected + most * sum(going), 1e-7, "expected subjects")
  }
}

# Repeated trials: median and 95 % of trials, from every trial.
trials <- read("trials.csv")
for (name in c("response", "survival", "demographics")) {
  cells <- table_of(name)
  for (row in split(cells, seq_len(nrow(cells)))) {
    column <- gsub("_+", "_", gsub("[^a-z0-9]", "_", tolower(gsub("<", "below", gsub("+", "or", paste(name, row$row, row$column),
      fixed = TRUE), fixed = TRUE))))
    column <- sub("_$", "", column)
    if (!column %in% names(trials) || is.na(row$median)) next
    values <- trials[[column]][!is.na(trials[[column]])]
    near(row$trials, length(values), 0, paste(column, "trials"))
    near(row$median, quantile(values, 0.5, names = FALSE), 1e-8, paste(column, "median over trials"))
  }
}
done("trial")
