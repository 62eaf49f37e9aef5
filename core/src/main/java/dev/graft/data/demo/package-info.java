/// Images that are drawn, not photographed, so that everything can be tried without a data set.
///
/// May use: `data`, `torch`.
/// ```java
/// SurfacePhotos.write(folder, 20, 20, 7);
/// Splits<ImageSource> splits = ImageData.open(folder);
/// ```
@NullMarked
package dev.graft.data.demo;

import org.jspecify.annotations.NullMarked;
