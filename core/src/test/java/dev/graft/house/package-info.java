/// The rules of the house, kept by tests.
@NullMarked
package dev.graft.house;

import org.jspecify.annotations.NullMarked;
