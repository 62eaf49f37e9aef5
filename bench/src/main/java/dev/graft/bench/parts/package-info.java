/// JMH benchmarks of parts: decoding, resizing, loading, the optimizer. `bench/jmh` runs them; a test runs each body
/// once in every build.
/// ```text
/// bench/jmh Decode
/// ```
@NullMarked
package dev.graft.bench.parts;

import org.jspecify.annotations.NullMarked;
