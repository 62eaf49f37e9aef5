@NullMarked
package dev.graft.torch;

import org.jspecify.annotations.NullMarked;
