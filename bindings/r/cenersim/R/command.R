# The command: where it is, how it is called, and what it says when something is wrong.

# Path of the command; an error where there is none.
cs_command <- function() {
  asked <- getOption("cenersim.command", Sys.getenv("CENERSIM"))
  if (nzchar(asked)) {
    if (file.access(asked, 1) != 0) {
      refuse(sprintf("`%s` is no program: expected the path of the command `cenersim` in the option cenersim.command or the environment variable CENERSIM", asked))
    }
    return(normalizePath(asked))
  }
  found <- unname(Sys.which("cenersim"))
  if (!nzchar(found)) {
    refuse("the command `cenersim` is not on the PATH: expected it there, in the environment variable CENERSIM, or in options(cenersim.command = \"/path/to/cenersim\")")
  }
  found
}

# Signals a condition: a wrong input (exit code 2) or a failed run (1).
refuse <- function(sentence, code = 2L) {
  class <- if (code == 2L) "cenersim_input_error" else "cenersim_run_error"
  stop(structure(
    list(message = sentence, call = NULL),
    class = c(class, "cenersim_error", "error", "condition")
  ))
}

# Calls the command and returns what it printed; `folder` is left out of every sentence.
call_command <- function(arguments, folder = NULL, failed = NULL) {
  command <- cs_command()
  files <- tempfile(c("out", "err"))
  on.exit(unlink(files))
  code <- system2(command, shQuote(arguments), stdout = files[1], stderr = files[2])
  said <- without(readLines(files[2], warn = FALSE), folder)
  notes <- grepl("^note: ", said)
  for (note in sub("^note: ", "", said[notes])) message("note: ", note)
  sentence <- trimws(sub("^error: ", "", paste(without_advice(said[!notes]), collapse = "\n")))
  if (code == 1L && !is.null(failed) && failed()) {
    warning(sentence, call. = FALSE)
  } else if (code != 0L) {
    refuse(sentence, code)
  }
  readLines(files[1], warn = FALSE, encoding = "UTF-8")
}

without <- function(lines, folder) {
  if (is.null(folder)) lines else gsub(paste0(folder, "/"), "", lines, fixed = TRUE)
}

# What only a shell can follow.
without_advice <- function(lines) {
  advice <- grep("^(Usage:|For more information)", lines)
  if (length(advice)) lines[seq_len(advice[1] - 1L)] else lines
}

# Options of the command from named values: `until_se = 0.01` becomes `--until-se 0.01`; TRUE is an option alone, and
# several values are as many options.
as_options <- function(values) {
  values <- values[!vapply(values, is.null, logical(1))]
  one <- function(name, value) {
    option <- paste0("--", gsub("_", "-", name, fixed = TRUE))
    if (isTRUE(value)) return(option)
    if (identical(value, FALSE)) return(character())
    as.vector(rbind(option, written(value)))
  }
  unlist(Map(one, names(values), values), use.names = FALSE)
}

# Numbers with all their digits and no more; a whole number is one, as in R's own 512.
written <- function(value) {
  if (!is.numeric(value)) return(as.character(value))
  vapply(value, function(one) {
    if (one == round(one) && abs(one) < 1e15) return(format(one, scientific = FALSE))
    texts <- vapply(15:17, function(digits) format(one, digits = digits), "")
    texts[match(TRUE, as.numeric(texts) == one)]
  }, "", USE.NAMES = FALSE)
}
