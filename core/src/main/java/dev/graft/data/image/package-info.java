/// Images in memory and what is done to them before a network sees them: torchvision's transforms
/// under torchvision's names, with Pillow's pixels (0.14 and 9.4 are the reference).
///
/// May use: `torch`.
/// ```java
/// Transform jitter = new ColorJitter(0.2, 0.2, 0.2, 0);
/// Image smaller = new Resize(256).apply(image, random);
/// float[] planes = Normalize.IMAGENET.apply(new CenterCrop(224).apply(smaller, random));
/// ```
@NullMarked
package dev.graft.data.image;

import org.jspecify.annotations.NullMarked;
