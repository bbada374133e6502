# A result: a folder that the command has written, whose tables are read when somebody asks for one.

# Responses from the best to the worst, as tables order them.
RESPONSES <- c("CR", "CRp", "CRi", "MLFS", "PR", "resistant disease", "early death", "not evaluable")

# Columns that stand for themselves: no factor is made of them.
MOST_LEVELS <- 64L

cs_read <- function(folder) {
  if (length(folder) != 1L || !file.exists(file.path(folder, "provenance.json"))) {
    refuse(sprintf("`%s` is no result: expected a folder with provenance.json, such as output/arm_b", paste(folder, collapse = ", ")))
  }
  result <- new.env(parent = emptyenv())
  result$folder <- normalizePath(folder)
  result$read <- list()
  structure(list(result), class = "cenersim_result")
}

# The environment behind a result.
inside <- function(result) unclass(result)[[1]]

cs_tables <- function(result) {
  folder <- inside(result)$folder
  files <- c(list.files(file.path(folder, "tables"), "\\.csv$", full.names = TRUE), list.files(folder, "\\.csv$", full.names = TRUE))
  only <- list.files(folder, "\\.parquet$", full.names = TRUE)
  stems <- function(paths) sub("\\.[a-z]+$", "", basename(paths))
  files <- c(files, only[!stems(only) %in% stems(files)])
  stats::setNames(files, stems(files))
}

names.cenersim_result <- function(x) c("result_sha256", "summary", "folder", names(cs_tables(x)))

`$.cenersim_result` <- function(x, name) {
  switch(name,
    folder = inside(x)$folder,
    summary = cs_summary(x),
    result_sha256 = provenance(x, "result_sha256"),
    kind = result_kind(x),
    cs_table(x, name)
  )
}

`[[.cenersim_result` <- function(x, i, ...) `$.cenersim_result`(x, i)

# Reads a table once.
cs_table <- function(result, name) {
  within <- inside(result)
  if (is.null(within$read[[name]])) {
    files <- cs_tables(result)
    if (!name %in% names(files)) {
      refuse(sprintf("the result has no table `%s`: expected one of `%s`", name, paste(names(files), collapse = "`, `")))
    }
    within$read[[name]] <- read_table(files[[name]], within$folder)
  }
  within$read[[name]]
}

# A table with units and meanings as attributes of its columns, and factors in the order of the file.
read_table <- function(file, folder) {
  path <- substring(file, nchar(folder) + 2L)
  about <- utils::read.csv(file.path(folder, "columns.csv"), colClasses = "character", encoding = "UTF-8")
  about <- about[about$file == path, ]
  classes <- stats::setNames(column_class(about$type), about$column)
  lines <- if (grepl("\\.parquet$", file)) call_command(c("table", file)) else readLines(file, encoding = "UTF-8")
  table <- utils::read.csv(text = lines, colClasses = classes, na.strings = "", check.names = FALSE, encoding = "UTF-8")
  for (column in intersect(names(table), about$column)) {
    row <- about[match(column, about$column), ]
    table[[column]] <- described(table[[column]], column, row)
  }
  table
}

column_class <- function(type) {
  ifelse(type == "integer", "numeric", ifelse(grepl("^number", type), "numeric", "character"))
}

described <- function(values, column, about) {
  if (about$type == "true or false") values <- values == "true"
  if (is.character(values)) values <- in_order(values, column)
  if (nzchar(about$unit) && about$unit != "as in unit") attr(values, "units") <- about$unit
  if (nzchar(about$meaning)) attr(values, "label") <- about$meaning
  values
}

in_order <- function(values, column) {
  levels <- unique(values[!is.na(values)])
  if (column == "response" && all(levels %in% RESPONSES)) levels <- RESPONSES[RESPONSES %in% levels]
  if (length(levels) > MOST_LEVELS) values else factor(values, levels)
}

# A value of provenance.json that stands on a line of its own.
provenance <- function(result, key) {
  lines <- readLines(file.path(inside(result)$folder, "provenance.json"), warn = FALSE)
  line <- grep(sprintf("^  \"%s\": ", key), lines, value = TRUE)
  if (length(line)) gsub("^[^:]*: \"?|\"?,?$", "", line[1]) else NA_character_
}

# A run has no kind in its provenance.
result_kind <- function(result) {
  kind <- provenance(result, "kind")
  if (is.na(kind)) "run" else kind
}

cs_summary <- function(result) {
  if (!requireNamespace("jsonlite", quietly = TRUE)) {
    refuse("the summary is JSON: expected the package jsonlite")
  }
  kind <- result_kind(result)
  file <- file.path(inside(result)$folder, if (kind == "run") "summary.json" else paste0(kind, ".json"))
  if (file.exists(file)) jsonlite::fromJSON(file, simplifyVector = TRUE)
}

cs_figures <- function(result, type = c("png", "svg")) {
  files <- list.files(file.path(inside(result)$folder, "figures"), sprintf("\\.%s$", match.arg(type)), full.names = TRUE)
  stats::setNames(files, sub("\\.[a-z]+$", "", basename(files)))
}

cs_save <- function(result, folder, overwrite = FALSE) {
  if (file.exists(folder) && !overwrite) {
    refuse(sprintf("`%s` is there already: expected a new name, or overwrite = TRUE", folder))
  }
  dir.create(folder, recursive = TRUE, showWarnings = FALSE)
  from <- list.files(inside(result)$folder, full.names = TRUE)
  file.copy(from, folder, recursive = TRUE, overwrite = overwrite)
  invisible(normalizePath(folder))
}

print.cenersim_result <- function(x, ...) {
  cat(sprintf("cenersim %s: %s\n", result_kind(x), basename(inside(x)$folder)))
  cat(sprintf("result_sha256: %s\n", x$result_sha256))
  cat(strwrap(paste("tables:", paste(names(cs_tables(x)), collapse = ", ")), exdent = 2), sep = "\n")
  cat(strwrap(paste("figures:", paste(names(cs_figures(x)), collapse = ", ")), exdent = 2), sep = "\n")
  invisible(x)
}
