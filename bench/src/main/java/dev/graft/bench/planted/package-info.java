/// Faults that are planted into data, and how many of them an inspection finds.
///
/// The command is `bench/inspect`.
/// ```text
/// bench/inspect copies ../shared/data/images/neu-steel
/// bench/inspect labels ../shared/data/images/neu-steel --share 0.05
/// ```
@NullMarked
package dev.graft.bench.planted;

import org.jspecify.annotations.NullMarked;
