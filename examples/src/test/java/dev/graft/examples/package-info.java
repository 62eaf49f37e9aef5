/// Every example, run offline on a few small pictures.
@NullMarked
package dev.graft.examples;

import org.jspecify.annotations.NullMarked;
