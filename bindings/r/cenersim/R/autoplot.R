# Pictures of curves with ggplot2. Left out: all other figures, which the command has drawn (see cs_figures).

# Colors of kinds and arms are those of the figures of the command.
KINDS <- c(leukemic_stem = "#D55E00", leukemic_progenitor = "#E69F00", blast = "#CC79A7", normal_stem = "#0072B2",
           normal_progenitor = "#56B4E9")
ARMS <- c("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B87F00", "#3399CC", "#882255", "#595F69")

autoplot.cenersim_result <- function(object, variable = "cells", ...) {
  if (!"curves" %in% names(cs_tables(object))) {
    refuse(sprintf("a %s has no curves: expected the result of cs_run or cs_compare; cs_figures() has its figures", result_kind(object)))
  }
  curves <- object$curves
  curves <- curves[curves$variable == variable, ]
  if (nrow(curves) == 0L) {
    known <- levels(object$curves$variable)
    refuse(sprintf("no curve is of `%s`: expected one of `%s`", variable, paste(known, collapse = "`, `")))
  }
  curves <- droplevels(curves)
  plot <- if ("arm" %in% names(curves)) bands(curves) else replicates(curves)
  plot <- plot + ggplot2::labs(x = "Days since the start of treatment", y = axis_title(variable, curves$unit)) +
    ggplot2::theme_minimal()
  if (variable == "cells") plot + ggplot2::scale_y_log10() else plot
}

# One line for each replicate.
replicates <- function(curves) {
  curves <- positive(curves, "value")
  lines <- if (all(is.na(curves$kind))) {
    ggplot2::aes(.data$day, .data$value, group = .data$replicate)
  } else {
    ggplot2::aes(.data$day, .data$value, color = .data$kind, group = interaction(.data$kind, .data$replicate))
  }
  ggplot2::ggplot(curves, lines) +
    ggplot2::geom_line(alpha = 0.6) +
    ggplot2::scale_color_manual(values = KINDS, labels = words) +
    # Lines that lie over each other are as dark as their color; so is the key.
    ggplot2::guides(color = ggplot2::guide_legend(override.aes = list(alpha = 1))) +
    ggplot2::labs(color = "Kind of cell", caption = "One line for each replicate")
}

# Median and 5th to 95th percentile of the patients of each arm.
bands <- function(curves) {
  curves <- positive(curves, "q05")
  plot <- ggplot2::ggplot(curves, ggplot2::aes(.data$day, .data$q50, color = .data$arm, fill = .data$arm)) +
    ggplot2::geom_ribbon(ggplot2::aes(ymin = .data$q05, ymax = .data$q95), alpha = 0.2, color = NA) +
    ggplot2::geom_line() +
    arm_colors(curves$arm, "color") + arm_colors(curves$arm, "fill") +
    ggplot2::labs(color = "Arm", fill = "Arm", caption = "Median and 5th to 95th percentile of patients")
  if (all(is.na(curves$kind))) return(plot)
  plot + ggplot2::facet_wrap("kind", scales = "free_y", labeller = ggplot2::as_labeller(words))
}

# More arms than colors have those of ggplot2.
arm_colors <- function(arms, aesthetics) {
  if (nlevels(arms) > length(ARMS)) return(NULL)
  ggplot2::scale_color_manual(values = stats::setNames(ARMS[seq_len(nlevels(arms))], levels(arms)), aesthetics = aesthetics)
}

words <- function(names) gsub("_", " ", names, fixed = TRUE)

# A logarithmic axis has no zero.
positive <- function(curves, column) {
  if (curves$variable[1] != "cells") return(curves)
  curves[!is.na(curves[[column]]) & curves[[column]] > 0, ]
}

axis_title <- function(variable, unit) {
  unit <- unique(as.character(unit))
  name <- words(variable)
  name <- paste0(toupper(substring(name, 1, 1)), substring(name, 2))
  if (length(unit) == 1L && !unit %in% c("1", name, "cells")) sprintf("%s [%s]", name, unit) else name
}
