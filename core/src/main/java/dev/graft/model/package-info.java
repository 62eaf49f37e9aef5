/// Networks with what they read, what they answer and the names of their outputs: made from a name or a folder, asked,
/// described and saved.
@NullMarked
package dev.graft.model;

import org.jspecify.annotations.NullMarked;
