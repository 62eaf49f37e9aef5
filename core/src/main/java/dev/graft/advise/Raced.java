package dev.graft.advise;

import dev.graft.train.RunReport;
import java.nio.file.Path;

/// A race that has ended.
///
/// @param folder where it lies; whoever takes a run's folder takes it
/// @param report what `run.json` says
/// @param race   how the way of tuning was chosen
public record Raced(Path folder, RunReport report, RaceReport race) {}
