# Scenarios and changes of them as the command reads them: R values as TOML. Left out: dates, which no scenario has.

toml_value <- function(value) {
  if (is.list(value) && !is.null(names(value))) {
    pairs <- paste(vapply(names(value), toml_key, ""), vapply(value, toml_value, ""), sep = " = ")
    return(paste0("{ ", paste(pairs, collapse = ", "), " }"))
  }
  each <- if (is.list(value)) vapply(value, toml_value, "") else toml_atoms(value)
  if (length(each) == 1L && !is.list(value) && !inherits(value, "AsIs")) each else paste0("[", paste(each, collapse = ", "), "]")
}

toml_atoms <- function(values) {
  if (is.factor(values)) values <- as.character(values)
  if (is.character(values)) return(vapply(values, toml_text, "", USE.NAMES = FALSE))
  if (is.logical(values)) return(tolower(as.character(values)))
  written(values)
}

toml_text <- function(text) {
  text <- gsub("\\", "\\\\", text, fixed = TRUE)
  text <- gsub("\"", "\\\"", text, fixed = TRUE)
  paste0("\"", gsub("\n", "\\n", text, fixed = TRUE), "\"")
}

toml_key <- function(key) if (grepl("^[A-Za-z0-9_-]+$", key)) key else toml_text(key)

# A scenario as a text: top keys first, then each table.
toml_document <- function(scenario) {
  is_table <- vapply(scenario, function(value) is.list(value) && !is.null(names(value)), logical(1))
  line <- function(table) paste(vapply(names(table), toml_key, ""), vapply(table, toml_value, ""), sep = " = ")
  tables <- Map(function(name, table) c("", sprintf("[%s]", toml_key(name)), line(table)), names(scenario)[is_table], scenario[is_table])
  c(line(scenario[!is_table]), unlist(tables, use.names = FALSE))
}

# `path=value` of each change.
toml_changes <- function(set) {
  if (length(set) == 0L) return(character())
  if (is.character(set) && is.null(names(set))) return(set)
  if (is.null(names(set)) || any(!nzchar(names(set)))) {
    refuse("`set` has a value without a path: expected a named list, such as list(arm.cenersen.duration = \"4 d\")")
  }
  as.vector(paste0(names(set), "=", vapply(set, toml_value, "")))
}

# The same as options.
set_options <- function(set) as.vector(rbind(rep("--set", length(set)), toml_changes(set)))

# The file of a scenario that is given by shipped name, path, text (with line breaks) or list.
scenario_file <- function(scenario, folder) {
  if (is.character(scenario) && length(scenario) == 1L && !grepl("\n", scenario, fixed = TRUE)) {
    return(if (file.exists(scenario)) normalizePath(scenario) else scenario)
  }
  lines <- if (is.list(scenario)) toml_document(scenario) else as.character(scenario)
  file <- file.path(folder, "scenario.toml")
  writeLines(enc2utf8(lines), file, useBytes = TRUE)
  file
}
