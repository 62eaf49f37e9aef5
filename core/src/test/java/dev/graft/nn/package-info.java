/// Layers against values worked out by hand.
@NullMarked
package dev.graft.nn;

import org.jspecify.annotations.NullMarked;
