@NullMarked
package dev.graft.method;

import org.jspecify.annotations.NullMarked;
