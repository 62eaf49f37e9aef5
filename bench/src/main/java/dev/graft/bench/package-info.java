/// Graft and other libraries at the same work, in turns, and benchmarks of its parts.
///
/// The command is `bench/run`. Every measured program is a process of its own; what a process says about itself are
/// lines of the form `bench KEY VALUE` on its standard output.
/// ```text
/// bench/run feature-extraction --peers pytorch --runs 3
/// ```
@NullMarked
package dev.graft.bench;

import org.jspecify.annotations.NullMarked;
