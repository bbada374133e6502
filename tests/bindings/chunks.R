# Runs the chunks of an R Markdown page in their order, as knitr would; it stops at the first that fails.
lines <- readLines(commandArgs(TRUE)[1])
marks <- grep("^```", lines)
begins <- marks[grepl("^```\\{r", lines[marks])]
stopifnot(length(begins) > 3)
grDevices::pdf(NULL)
for (begin in begins) {
  end <- marks[marks > begin][1]
  code <- parse(text = lines[(begin + 1):(end - 1)])
  for (expression in code) {
    shown <- withVisible(eval(expression, globalenv()))
    if (shown$visible) print(shown$value)
  }
}
cat(length(begins), "chunks passed\n")
