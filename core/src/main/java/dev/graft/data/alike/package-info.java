/// Examples that are nearly the same: a photo that was saved again, made smaller or cut at the edges; a text that was
/// written in capitals, corrected or cut at the end.
///
/// May use: `torch`, `text`, `data`.
/// ```java
/// List<Thumbnail> small = images.stream().map(image -> Thumbnail.of(image, null)).toList();
/// for (Alike pair : AlikeImages.find(small)) {
///     IO.println(names.get(pair.first()) + " is nearly " + names.get(pair.second()));
/// }
/// ```
@NullMarked
package dev.graft.data.alike;

import org.jspecify.annotations.NullMarked;
