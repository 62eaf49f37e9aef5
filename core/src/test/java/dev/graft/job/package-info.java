@NullMarked
package dev.graft.job;

import org.jspecify.annotations.NullMarked;
