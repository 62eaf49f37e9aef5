/// Drawn images.
@NullMarked
package dev.graft.data.demo;

import org.jspecify.annotations.NullMarked;
