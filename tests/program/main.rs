//! The program as its users meet it: one module for each command, or for what all of them must keep.
//! Left out: what is computed, which the tests of the model and of each crate show.

mod checkpoint;
mod cli;
mod command;
mod compare;
mod days;
mod deck;
mod design;
mod drugs;
mod hostile;
mod patients;
mod run;
mod sensitivity;
mod study;
mod trial;
