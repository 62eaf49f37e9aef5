@NullMarked
package dev.graft.data.text;

import org.jspecify.annotations.NullMarked;
