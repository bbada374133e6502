# The pronoun of ggplot2 for columns of its data.
utils::globalVariables(".data")
