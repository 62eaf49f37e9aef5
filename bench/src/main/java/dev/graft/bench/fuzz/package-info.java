/// Mutation fuzzing of everything that reads files: `bench/fuzz`. Files that are right are damaged in many ways and
/// read
/// in worker processes; each is read or refused in one line, in bounded time and memory, or it is a finding.
@NullMarked
package dev.graft.bench.fuzz;

import org.jspecify.annotations.NullMarked;
