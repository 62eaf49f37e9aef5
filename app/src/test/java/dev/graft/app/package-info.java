/// The command line as a user meets it.
@NullMarked
package dev.graft.app;

import org.jspecify.annotations.NullMarked;
