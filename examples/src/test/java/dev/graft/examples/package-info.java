/// Every example, run offline on a few small images.
@NullMarked
package dev.graft.examples;

import org.jspecify.annotations.NullMarked;
