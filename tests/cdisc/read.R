# Reads every data file of a trial with base R and readr at their default settings: no problems, and every value as in
# Dataset-JSON; survfit runs on the times. Left out: what the values mean (see derive.py).
#
#     Rscript read.R FOLDER

suppressPackageStartupMessages({
  library(jsonlite)
  library(readr)
  library(survival)
})
options(readr.show_col_types = FALSE, readr.show_progress = FALSE)
folder <- commandArgs(trailingOnly = TRUE)[1]
names <- c("subjects", "adverse_events", "response", "exposure", "laboratory", "time_to_event")

# A column as text, numbers with all digits, missing as NA.
plain <- function(values, kind) {
  if (kind %in% c("integer", "double")) return(as.numeric(values))
  # base R keeps a missing text as an empty one.
  values <- if (inherits(values, "POSIXct")) format(values, "%Y-%m-%dT%H:%M:%S", tz = "UTC") else as.character(values)
  ifelse(is.na(values) | values == "", NA, values)
}

same <- function(name, reader, columns, found, expected) {
  stopifnot(identical(names(found), columns$name))
  for (place in seq_len(nrow(columns))) {
    kind <- columns$dataType[place]
    found_values <- plain(found[[place]], kind)
    wanted <- plain(expected[[place]], kind)
    wrong <- which(is.na(found_values) != is.na(wanted) | (!is.na(wanted) & found_values != wanted))
    # readr reads some decimals with 14 digits or 16 places.
    if (kind == "double") wrong <- wrong[is.na(wanted[wrong]) | is.na(found_values[wrong]) |
      abs(found_values[wrong] - wanted[wrong]) > 1e-14 * abs(wanted[wrong]) + 1e-16]
    if (length(wrong)) {
      stop(sprintf("%s, %s, column %s, row %d: expected %s, found %s", name, reader, columns$name[place], wrong[1],
        wanted[wrong[1]], found_values[wrong[1]]))
    }
  }
}

values <- 0
for (name in names) {
  data <- fromJSON(file.path(folder, paste0(name, ".json")), simplifyVector = FALSE)
  told <- function(key) vapply(data$columns, function(column) column[[key]], "")
  columns <- data.frame(name = told("name"), dataType = told("dataType"))
  take <- function(place) {
    unlist(lapply(data$rows, function(row) if (is.null(row[[place]])) NA else row[[place]]))
  }
  expected <- lapply(seq_len(nrow(columns)), take)
  path <- file.path(folder, paste0(name, ".csv"))
  same(name, "read.csv", columns, read.csv(path), expected)
  frame <- read_csv(path)
  if (nrow(problems(frame))) stop(sprintf("%s: readr has problems", path))
  same(name, "readr", columns, frame, expected)
  values <- values + nrow(columns) * length(data$rows)
}

for (path in list.files(c(folder, file.path(folder, "tables")), pattern = "[.]csv$", full.names = TRUE)) {
  frame <- read_csv(path)
  if (nrow(problems(frame))) stop(sprintf("%s: readr has problems", path))
  stopifnot(nrow(frame) == nrow(read.csv(path)))
}

times <- read.csv(file.path(folder, "time_to_event.csv"))
for (code in unique(times$PARAMCD)) {
  fit <- survfit(Surv(AVAL, CNSR == 0) ~ ARMCD, data = times, subset = PARAMCD == code)
  stopifnot(sum(fit$n) == sum(times$PARAMCD == code))
}
cat(sprintf("%d data sets with %d values are the same for base R and readr; survfit runs\n", length(names), values))
