@NullMarked
package dev.graft.task;

import org.jspecify.annotations.NullMarked;
