# Analyses: arguments of the command, and its results as they are read.

analysis <- function(kind, scenarios, set, options) {
  given <- tempfile("cenersim_")
  output <- file.path(given, "output")
  dir.create(output, recursive = TRUE)
  if (is.data.frame(options$patients_from)) {
    list <- file.path(given, "patients.csv")
    write.csv(options$patients_from, list, row.names = FALSE, na = "")
    options$patients_from <- list
  }
  files <- vapply(scenarios, scenario_file, "", folder = given, USE.NAMES = FALSE)
  arguments <- c(kind, files, set_options(set), as_options(options), "--quiet", "--output", output)
  call_command(arguments, given, function() length(result_folder(output)) == 1L)
  cs_read(result_folder(output))
}

# What long analyses keep on their way is no result.
result_folder <- function(output) {
  found <- list.dirs(output, recursive = FALSE)
  found[!grepl("^(study_|\\.)", basename(found))]
}

cs_run <- function(scenario, set = list(), seed = NULL, threads = NULL, hypothesis = NULL, arm = NULL,
                   patients_from = NULL, cells_on = NULL, parameters = NULL, name = NULL, ...) {
  if (!is.null(cells_on)) cells_on <- paste(written(cells_on), collapse = ",")
  options <- list(seed = seed, threads = threads, hypothesis = hypothesis, arm = arm, patients_from = patients_from,
                  cells_on = cells_on, parameters = parameters, name = name, ...)
  analysis("run", list(scenario), set, options)
}

cs_compare <- function(scenarios, patients = NULL, set = list(), without = NULL, sweep = NULL, replicates = NULL,
                       attribution = NULL, pairs = NULL, patients_from = NULL, reference = NULL, seed = NULL,
                       threads = NULL, hypothesis = NULL, parameters = NULL, name = NULL, ...) {
  options <- list(patients = patients, without = without, sweep = sweep, replicates = replicates,
                  attribution = attribution, pairs = pairs, patients_from = patients_from, reference = reference,
                  seed = seed, threads = threads, hypothesis = hypothesis, parameters = parameters, name = name, ...)
  several <- is.character(scenarios) && !any(grepl("\n", scenarios, fixed = TRUE))
  analysis("compare", if (several) as.list(scenarios) else list(scenarios), set, options)
}

cs_trial <- function(scenario = "phase2", trials = NULL, set = list(), pairs = NULL, patients_from = NULL,
                     reference = NULL, seed = NULL, threads = NULL, hypothesis = NULL, parameters = NULL,
                     name = NULL, ...) {
  options <- list(trials = trials, pairs = pairs, patients_from = patients_from, reference = reference, seed = seed,
                  threads = threads, hypothesis = hypothesis, parameters = parameters, name = name, ...)
  analysis("trial", list(scenario), set, options)
}

cs_calibrate <- function(scenario = "calibration", set = list(), seed = NULL, threads = NULL, name = NULL, ...) {
  analysis("calibrate", list(scenario), set, list(seed = seed, threads = threads, name = name, ...))
}

cs_design <- function(scenario = "next_trial", set = list(), seed = NULL, threads = NULL, parameters = NULL,
                      name = NULL, ...) {
  options <- list(seed = seed, threads = threads, parameters = parameters, name = name, ...)
  analysis("design", list(scenario), set, options)
}

cs_sensitivity <- function(scenario = "sensitivity", set = list(), seed = NULL, threads = NULL, name = NULL, ...) {
  analysis("sensitivity", list(scenario), set, list(seed = seed, threads = threads, name = name, ...))
}

cs_qualify <- function(size = c("full", "reduced"), set = list(), only = NULL, hypothesis = NULL, seed = NULL,
                       threads = NULL, name = NULL, ...) {
  options <- list(size = match.arg(size), only = only, hypothesis = hypothesis, seed = seed, threads = threads,
                  name = name, ...)
  analysis("qualify", list(), set, options)
}

cs_check <- function(scenario, set = list()) {
  given <- tempfile("cenersim_")
  dir.create(given)
  file <- scenario_file(scenario, given)
  structure(call_command(c("check", file, set_options(set)), given), class = "cenersim_check")
}

print.cenersim_check <- function(x, ...) {
  cat(x, sep = "\n")
  invisible(x)
}

cs_parameters <- function(filter = NULL, grade = NULL, hypothesis = NULL) {
  options <- as_options(list(grade = grade, hypothesis = hypothesis))
  as_table(call_command(c("parameters", filter, "--format", "csv", options)))
}

cs_patients <- function(n, scenario = NULL, set = list(), with = NULL, seed = NULL) {
  given <- tempfile("cenersim_")
  dir.create(given)
  file <- if (!is.null(scenario)) scenario_file(scenario, given)
  options <- as_options(list(with = with, seed = seed))
  as_table(call_command(c("patients", written(n), file, set_options(set), options), given))
}

# Names keep their units in brackets, so that a list that was edited is read back.
as_table <- function(lines) {
  read.csv(text = lines, check.names = FALSE, na.strings = "", encoding = "UTF-8", stringsAsFactors = FALSE)
}
