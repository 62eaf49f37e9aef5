@NullMarked
package dev.graft.data.alike;

import org.jspecify.annotations.NullMarked;
