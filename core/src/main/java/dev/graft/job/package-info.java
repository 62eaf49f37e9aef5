/// Trainings as values: a model, data and a plan ready to be run, the options they are made of, and the run they leave.
@NullMarked
package dev.graft.job;

import org.jspecify.annotations.NullMarked;
