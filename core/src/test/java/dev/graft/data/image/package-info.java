/// Transforms against torchvision's pixels.
@NullMarked
package dev.graft.data.image;

import org.jspecify.annotations.NullMarked;
