/// The front door: what a user of the library writes.
@NullMarked
package dev.graft;

import org.jspecify.annotations.NullMarked;
