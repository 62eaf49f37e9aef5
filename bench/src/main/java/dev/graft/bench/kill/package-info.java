/// Trainings that are killed: `bench/kill`. A training is a process of its own, ended by the system in the middle of
/// its
/// work, or right after a file has appeared; it goes on in another process, and ends in the same bytes as one that was
/// left alone, or it is a finding.
@NullMarked
package dev.graft.bench.kill;

import org.jspecify.annotations.NullMarked;
