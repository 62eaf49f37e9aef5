/// What several rooms' tests need: the shared reference numbers and inputs, and portable weights.
@NullMarked
package dev.graft.testing;

import org.jspecify.annotations.NullMarked;
