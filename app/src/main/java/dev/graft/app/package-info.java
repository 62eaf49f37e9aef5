/// The command line: `graft train`, `evaluate`, `predict`, `models`, `demo`, `doctor`.
///
/// Everything a command does is a call of the library; what is here reads options and prints.
@NullMarked
package dev.graft.app;

import org.jspecify.annotations.NullMarked;
