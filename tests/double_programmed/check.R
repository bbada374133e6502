# What every program of this folder uses: reading a table, comparing numbers to a stated tolerance, and the methods of which
# R has no function. Left out: anything that cenersim computes with.

suppressPackageStartupMessages(library(survival))
folder <- commandArgs(trailingOnly = TRUE)[1]
checked <- 0

read <- function(name) read.csv(file.path(folder, name), stringsAsFactors = FALSE)
table_of <- function(name) read(file.path("tables", paste0(name, ".csv")))

# Equal up to `tolerance`, relative to 1 or to the expected size; missing where missing.
near <- function(found, expected, tolerance, what) {
  if (length(found) != length(expected)) stop(sprintf("%s: %d values for %d", what, length(found), length(expected)))
  off <- abs(found - expected) > tolerance * pmax(1, abs(expected))
  wrong <- which(is.na(found) != is.na(expected) | (!is.na(off) & off))
  if (length(wrong)) {
    stop(sprintf("%s: file has %.12g, R has %.12g", what, found[wrong[1]], expected[wrong[1]]))
  }
  checked <<- checked + length(found)
}

done <- function(what) cat(sprintf("%s: %d values agree\n", what, checked))

wilson <- function(x, n) suppressWarnings(prop.test(x, n, correct = FALSE)$conf.int[1:2])
exact <- function(x, n) binom.test(x, n)$conf.int[1:2]

# Newcombe 1998, Stat Med 17:873, method 10: independent groups, second less first.
newcombe <- function(x, n) {
  p <- x / n
  w <- mapply(wilson, x, n)
  p[2] - p[1] + c(-sqrt((p[2] - w[1, 2])^2 + (w[2, 1] - p[1])^2), sqrt((w[2, 2] - p[2])^2 + (p[1] - w[1, 1])^2))
}

# Newcombe 1998, Stat Med 17:2635, method 10: pairs, second less first.
newcombe_paired <- function(first, second) {
  n <- length(first)
  cells <- c(sum(first & second), sum(first & !second), sum(!first & second), sum(!first & !second))
  product <- cells[1] * cells[4] - cells[2] * cells[3]
  margins <- prod(sum(first), sum(!first), sum(second), sum(!second))
  phi <- if (margins == 0) 0 else if (product > 0) max(product - n / 2, 0) / sqrt(margins) else product / sqrt(margins)
  p <- c(mean(first), mean(second))
  w <- mapply(wilson, c(sum(first), sum(second)), n)
  reach <- function(a, b) sqrt(max(a^2 - 2 * phi * a * b + b^2, 0))
  p[2] - p[1] + c(-reach(p[2] - w[1, 2], w[2, 1] - p[1]), reach(w[2, 2] - p[2], p[1] - w[1, 1]))
}

# Records, events, median and its limits; none where both limits are one time, as between two examinations.
median_of <- function(fit) {
  found <- unname(summary(fit)$table[c("records", "events", "median", "0.95LCL", "0.95UCL")])
  if (isTRUE(found[4] == found[5])) found[4:5] <- NA
  found
}

# No interval of any table has a width of zero. Ranges of the ledger and percentiles of repeated trials are none.
check_widths <- function() {
  for (name in list.files(file.path(folder, "tables"), pattern = "[.]csv$")) {
    table <- read(file.path("tables", name))
    if (name == "ledger.csv" || "trials" %in% names(table)) next
    for (low in grep("low$", names(table), value = TRUE)) {
      high <- sub("low$", "high", low)
      if (!high %in% names(table)) next
      width <- suppressWarnings(as.numeric(table[[high]]) - as.numeric(table[[low]]))
      if (any(width <= 0, na.rm = TRUE)) stop(sprintf("%s: an interval from %s without width", name, low))
      checked <<- checked + sum(!is.na(width))
    }
  }
}

# Area under the curve of Kaplan and Meier up to `until`.
restricted_mean <- function(time, event, until) {
  summary(survfit(Surv(time, event) ~ 1), rmean = until)$table[["rmean"]]
}

# Error of a difference of functionals of two curves, patients of one cluster together: the infinitesimal jackknife of survfit.
clustered_error <- function(data, until, at = NULL) {
  influence <- function(arm) {
    one <- data[data$arm == arm, ]
    fit <- survfit(Surv(time, event) ~ 1, data = one, influence = TRUE)
    steps <- fit$influence.surv
    if (!is.null(at)) {
      place <- findInterval(at, fit$time)
      value <- if (place > 0) steps[, place] else rep(0, nrow(one))
    } else {
      widths <- diff(c(pmin(fit$time, until), until))
      value <- as.vector(steps %*% widths)
    }
    setNames(value, one$cluster)
  }
  parts <- lapply(c("first", "second"), influence)
  clusters <- union(names(parts[[1]]), names(parts[[2]]))
  take <- function(part) ifelse(is.na(part[clusters]), 0, part[clusters])
  sqrt(sum((take(parts[[2]]) - take(parts[[1]]))^2))
}

# One pair of arms over the times of `data` (arm: first or second; time, event, cluster) against rows of two_arm.csv.
check_times <- function(rows, data, clustered, name) {
  of <- function(contrast) rows[rows$contrast == contrast, ]
  medians <- sapply(c("first", "second"), function(arm) {
    unname(summary(survfit(Surv(time, event) ~ 1, data = data[data$arm == arm, ]))$table["median"])
  })
  near(unlist(of("median")[c("in_first", "in_second")]), medians, 1e-8, paste(name, "medians"))
  events <- tapply(data$event, factor(data$arm, c("first", "second")), sum)
  ratio <- of("hazard ratio")
  if (all(!is.na(events) & events > 0) && !is.na(ratio$estimate)) {
    data$second <- as.integer(data$arm == "second")
    control <- coxph.control(eps = 1e-12, toler.chol = 1e-13, iter.max = 50)
    fit <- if (clustered) {
      coxph(Surv(time, event) ~ second, data = data, cluster = cluster, ties = "efron", control = control)
    } else {
      coxph(Surv(time, event) ~ second, data = data, ties = "efron", control = control)
    }
    error <- sqrt(fit$var[1, 1])
    log <- unname(coef(fit))
    ends <- exp(log + c(-1, 1) * qnorm(0.975) * error)
    # Clusters that are all balanced have an error of zero, and no interval.
    if (error < 1e-9) ends <- c(NA, NA)
    near(unlist(ratio[c("estimate", "low", "high")]), c(exp(log), ends), 1e-6, paste(name, "hazard ratio"))
    near(ratio$p, 2 * pnorm(-abs(log / error)), 1e-6, paste(name, "p of the hazard ratio"))
  }
  mean_row <- of("restricted mean difference")
  until <- last_day(data)
  means <- sapply(c("first", "second"), function(arm) with(data[data$arm == arm, ], restricted_mean(time, event, until)))
  near(unlist(mean_row[c("in_first", "in_second", "estimate")]), c(means, diff(means)), 1e-8, paste(name, "restricted means"))
  check_error(mean_row, diff(means), clustered_error(data, until), 1, paste(name, "restricted mean"))
  for (at in as.numeric(sub(".* day ", "", of("landmark difference")$label))) {
    row <- of("landmark difference")
    # Labels have whole days: six months are 182.625 d.
    row <- row[as.numeric(sub(".* day ", "", row$label)) == at, ]
    day <- c(60, 182.625, 365.25, 730)[which.min(abs(c(60, 182.625, 365.25, 730) - at))]
    shares <- sapply(c("first", "second"), function(arm) {
      fit <- survfit(Surv(time, event) ~ 1, data = data[data$arm == arm, ])
      summary(fit, times = day, extend = TRUE)$surv
    })
    near(unlist(row[c("in_first", "in_second", "estimate")]), 100 * c(shares, diff(shares)), 1e-8, paste(name, "landmark"))
    check_error(row, 100 * diff(shares), clustered_error(data, until, day), 100, paste(name, "landmark"))
  }
}

# A normal interval around a difference; none where nothing varies.
check_error <- function(row, difference, error, factor, name) {
  if (is.na(row$low)) {
    near(error, 0, 1e-9, paste(name, "error"))
  } else {
    near(unlist(row[c("low", "high")]), difference + c(-1, 1) * qnorm(0.975) * factor * error, 1e-6, paste(name, "interval"))
    near(row$p, 2 * pnorm(-abs(difference / (factor * error))), 1e-6, paste(name, "p"))
  }
}

# The smaller of the last days of both arms; an arm of which nobody is left is known to the end of follow-up.
last_day <- function(data) {
  known <- sapply(c("first", "second"), function(arm) {
    one <- data[data$arm == arm, ]
    left <- min(survfit(Surv(time, event) ~ 1, data = one)$surv)
    if (left <= 0) follow_up else max(one$time)
  })
  min(follow_up, known)
}
