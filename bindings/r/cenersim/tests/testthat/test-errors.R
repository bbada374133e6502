test_that("values are written as TOML", {
  expect_identical(toml_changes(list(a.b = "4 d", n = 512, x = 0.1, t = TRUE)), c("a.b=\"4 d\"", "n=512", "x=0.1", "t=true"))
  expect_identical(toml_value(list(when = "always", maximum = 3)), "{ when = \"always\", maximum = 3 }")
  expect_identical(toml_value(c(1, 2.5)), "[1, 2.5]")
  expect_identical(toml_value("a \"b\" \\ c"), "\"a \\\"b\\\" \\\\ c\"")
  expect_identical(toml_document(list(patient = list(sex = "male"), title = "T")), c("title = \"T\"", "", "[patient]", "sex = \"male\""))
  expect_error(toml_changes(list(1)), "without a path", class = "cenersim_input_error")
})

test_that("options are those of the command", {
  expect_identical(as_options(list(until_se = 0.01, allow_implausible = TRUE, seed = NULL, quiet = FALSE)), c("--until-se", "0.01", "--allow-implausible"))
  expect_identical(as_options(list(without = c("cenersen", "inhibitors"))), c("--without", "cenersen", "--without", "inhibitors"))
})

test_that("a command that is not there is named with the way out", {
  old <- options(cenersim.command = "/nowhere/cenersim")
  on.exit(options(old))
  expect_error(cs_command(), "`/nowhere/cenersim` is no program: expected", class = "cenersim_input_error")
})

test_that("a folder that is no result is named", {
  expect_error(cs_read(tempdir()), "is no result: expected a folder with provenance.json", class = "cenersim_input_error")
})

test_that("a wrong value is told as by the command", {
  skip_without_command()
  error <- expect_error(cs_run("arm_b", set = list(patient.tp53 = "wild")), class = "cenersim_input_error")
  expect_identical(conditionMessage(error), said("run", "arm_b", "--set=patient.tp53=\"wild\""))
  expect_match(conditionMessage(error), "did you mean `wild_type`")
})

test_that("a wrong list is told as a file, with line and column", {
  skip_without_command()
  wrong <- list(title = "Wrong", extends = "arm_b", patient = list(sex = "man"))
  error <- expect_error(cs_check(wrong), class = "cenersim_error")
  expect_match(conditionMessage(error), "--> scenario.toml:5:7", fixed = TRUE)
  later <- list(version = "0.3", title = "Later", extends = "arm_b")
  expect_error(cs_run(later), "scenarios carry no version, expected only keys that cenersim [0-9.]+ knows", class = "cenersim_input_error")
  expect_output(print(cs_check("title = \"Mine\"\nextends = \"arm_b\"\n[patient]\nweight = \"100 kg\"\n")), "1680")
})

test_that("a wrong option is told in the words of the command", {
  skip_without_command()
  expect_error(cs_run("arm_b", threads = 0), "invalid value '0' for '--threads", class = "cenersim_input_error")
})
