skip_without_command()

run <- suppressMessages(cs_run("arm_b", set = c(SMALL, list(arm.cenersen.duration = "4 d"))))

test_that("a run is that of the command, number by number", {
  output <- tempfile()
  changes <- paste0("--set=", c(names(SMALL), "arm.cenersen.duration"), "=", c(8, "40 d", 2, "4 d"))
  system2(cs_command(), shQuote(c("run", "arm_b", changes, "--quiet", "--output", output)), stdout = FALSE, stderr = FALSE)
  folder <- list.files(output, full.names = TRUE)
  again <- cs_read(folder)
  expect_identical(run$result_sha256, again$result_sha256)
  expect_match(run$result_sha256, "^[0-9a-f]{64}$")
  plain <- read.csv(file.path(folder, "curves.csv"))
  expect_identical(as.vector(run$curves$value), plain$value)
  expect_identical(as.character(run$curves$variable), plain$variable)
})

test_that("columns have units, meanings and factors in order", {
  expect_identical(attr(run$curves$day, "units"), "d")
  expect_match(attr(run$curves$kind, "label"), "^Kind of cell")
  expect_identical(levels(run$curves$kind)[1:3], c("leukemic_stem", "leukemic_progenitor", "blast"))
  expect_identical(attr(run$events$amount_mg, "units"), "mg")
  expect_true(all(c("curves", "events", "result_sha256") %in% names(run)))
})

test_that("figures and the summary are those of the folder", {
  expect_true(file.exists(cs_figures(run)["population"]))
  expect_true(file.exists(cs_figures(run, "svg")["blood"]))
  skip_if_not_installed("jsonlite")
  expect_true(is.numeric(run$summary$milestones$blast_log_kill$mean))
})

test_that("a result is saved whole, and not over another one", {
  folder <- file.path(tempfile(), "mine")
  cs_save(run, folder)
  expect_identical(cs_read(folder)$result_sha256, run$result_sha256)
  expect_error(cs_save(run, folder), "is there already", class = "cenersim_input_error")
  expect_output(print(run), "curves, events")
})

test_that("a comparison has patients from its Parquet file", {
  set <- c(SMALL[1:2], simulation.replicates = 1)
  arms <- suppressMessages(cs_compare("phase2_arms", patients = 3, set = set, attribution = 0, pairs = 0))
  expect_identical(nrow(arms$patients), 9L)
  expect_identical(levels(arms$patients$arm), c("A", "B", "C"))
  expect_true(is.logical(arms$patients$stem_extinct))
  expect_identical(attr(arms$patients$weight_kg, "units"), "kg")
  expect_identical(nrow(table(arms$patients$arm, arms$patients$response)), 3L)
  expect_identical(arms$summary$arms$name, c("A", "B", "C"))
  skip_if_not_installed("ggplot2")
  expect_s3_class(ggplot2::autoplot(arms), "ggplot")
})

test_that("curves are drawn on axes with units", {
  skip_if_not_installed("ggplot2")
  plot <- ggplot2::autoplot(run, "neutrophils")
  expect_identical(plot$labels$y, "Neutrophils [G/L]")
  expect_identical(nrow(plot$data), sum(run$curves$variable == "neutrophils"))
  expect_s3_class(ggplot2::ggplot_build(ggplot2::autoplot(run)), "ggplot_built")
  expect_error(ggplot2::autoplot(run, "hair"), "no curve is of `hair`", class = "cenersim_input_error")
})

test_that("patients are listed, changed and taken", {
  listed <- cs_patients(2)
  listed$`weight [kg]` <- c(58.5, 92)
  taken <- suppressMessages(cs_run("arm_b", set = c(SMALL[1:2], simulation.replicates = 1), patients_from = listed))
  doses <- subset(taken$events, event == "dose" & drug == "cenersen")
  expect_equal(as.vector(doses$amount_mg), c(58.5, 92) * 0.1 * 168)
})

test_that("the ledger and plans can be read", {
  expect_true(all(cs_parameters(grade = "C")$grade == "C"))
  expect_gt(nrow(cs_parameters("lc50")), 0)
  expect_output(print(cs_check("arm_b")), "1260")
})
