library(testthat)
library(cenersim)

test_check("cenersim")
