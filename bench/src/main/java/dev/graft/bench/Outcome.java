package dev.graft.bench;

/// One run of one program.
///
/// @param seconds   wall time from the start of the process to its end
/// @param peakBytes most memory of the process and its children at one time; 0 where it was not watched
/// @param told      what the program said about itself
record Outcome(double seconds, long peakBytes, Told told) {}
