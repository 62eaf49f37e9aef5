@NullMarked
package dev.graft.advise;

import org.jspecify.annotations.NullMarked;
