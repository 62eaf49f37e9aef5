/// Drawn pictures.
@NullMarked
package dev.graft.data.demo;

import org.jspecify.annotations.NullMarked;
