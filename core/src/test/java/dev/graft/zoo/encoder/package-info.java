@NullMarked
package dev.graft.zoo.encoder;

import org.jspecify.annotations.NullMarked;
