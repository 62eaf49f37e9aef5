/// The front door: the few types a user needs for the common case. Every room below is open, too.
/// ```java
/// Splits<ImageSource> data = ImageData.open(Path.of("photos"));
/// try (ImageClassifier model = ImageClassifier.pretrained("graft-nano", data.labels())) {
///     Plan plan = Plans.featureExtraction(model.outline(), 10, 1e-3);
///     Run run = FineTuning.of(model, data, plan).run(Path.of("runs/photos"));
///     Prediction prediction = model.predict(Path.of("new-photo.jpg"));
/// }
/// ```
@NullMarked
package dev.graft;

import org.jspecify.annotations.NullMarked;
