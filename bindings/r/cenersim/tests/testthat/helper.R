# Few agents and a short time, so that tests take seconds.
SMALL <- list(simulation.agents_per_class = 8, simulation.horizon = "40 d", simulation.replicates = 2)

# Where the command is not installed there is nothing to test.
skip_without_command <- function() {
  found <- tryCatch(cs_command(), cenersim_error = function(error) NULL)
  if (is.null(found)) skip("the command is not installed")
}

# What the command says about a wrong input, without this package.
said <- function(...) {
  lines <- suppressWarnings(system2(cs_command(), shQuote(c(...)), stdout = TRUE, stderr = TRUE))
  expect_identical(attr(lines, "status"), 2L)
  trimws(sub("^error: ", "", paste(lines, collapse = "\n")))
}
