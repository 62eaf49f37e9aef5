/// The front door: where programs come in. What it gives out lives in the rooms below, which are open, too.
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
