/// Tests of reading, writing, matching and fetching weights.
@NullMarked
package dev.graft.weights;

import org.jspecify.annotations.NullMarked;
