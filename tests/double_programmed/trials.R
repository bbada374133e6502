# Operating characteristics of designs by methods of their own: looks at Brownian motion by a recursion, two stages of one arm
# by exact enumeration. Left out: anything that reads a file.

# Looks at Brownian motion: chance to end in favor at each look, with this drift; two-sided tests end on both sides.
in_favor <- function(times, boundaries, theta, two_sided, points = 2001) {
  density <- NULL
  before <- 0
  favor <- numeric(length(times))
  for (look in seq_along(times)) {
    t <- times[look]
    upper <- boundaries[look] * sqrt(t)
    lower <- if (two_sided) -upper else min(-8 * sqrt(t), theta * t - 8 * sqrt(t))
    grid <- seq(lower, upper, length.out = points)
    step <- grid[2] - grid[1]
    # Simpson's rule.
    weight <- c(1, rep(c(4, 2), length.out = points - 2), 1) * step / 3
    if (is.null(density)) {
      favor[look] <- pnorm(upper, theta * t, sqrt(t), lower.tail = FALSE)
      value <- dnorm(grid, theta * t, sqrt(t))
    } else {
      apart <- sqrt(t - before)
      favor[look] <- sum(density$mass * pnorm(upper - density$grid, theta * (t - before), apart, lower.tail = FALSE))
      value <- vapply(grid, function(b) sum(density$mass * dnorm(b - density$grid, theta * (t - before), apart)), 0)
    }
    density <- list(grid = grid, mass = value * weight)
    before <- t
  }
  favor
}

# One arm in two stages: chance of more than `r` responses of n and more than `r1` of the first n1, by every count of the first.
recommended <- function(n1, r1, n, r, rate) {
  x <- 0:n1
  go <- x > r1
  sum((dbinom(x, n1, rate) * pbinom(r - x, n - n1, rate, lower.tail = FALSE))[go])
}
expected <- function(n1, r1, n, rate) n1 + (n - n1) * pbinom(r1, n1, rate, lower.tail = FALSE)

# The best design of all with so many patients at most: fewest expected ones at the low rate, or fewest at most.
simon <- function(low, high, alpha, beta, most, criterion) {
  best <- NULL
  for (n in 2:most) {
    for (n1 in 1:(n - 1)) for (r1 in 0:(n1 - 1)) {
      if (pbinom(r1, n1, high, lower.tail = FALSE) < 1 - beta) break
      if (!is.null(best) && expected(n1, r1, n, low) >= best$expected) next
      for (r in r1:(n - 1)) {
        if (recommended(n1, r1, n, r, low) <= alpha) {
          if (recommended(n1, r1, n, r, high) >= 1 - beta) {
            best <- list(first = n1, stop = r1, all = n, reject = r, expected = expected(n1, r1, n, low),
              early = pbinom(r1, n1, low))
          }
          break
        }
      }
    }
    if (criterion == "minimax" && !is.null(best)) return(best)
  }
  best
}
