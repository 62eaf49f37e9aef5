/// The front door: where programs come in. What it gives out lives in the rooms below, which are open, too.
/// ```java
/// Splits<ImageSource> data = Datasets.images(Path.of("photos"));
/// try (Model<ImageSource> model = Models.pretrained("graft-nano", data)) {
///     Plan plan = Plans.featureExtraction(model.outline(), 10, 1e-3);
///     Run run = FineTuning.of(model, data, plan).run(Path.of("runs/photos"));
///     Prediction prediction = model.predict(ImageSource.of(Path.of("new-photo.jpg")));
/// }
/// ```
@NullMarked
package dev.graft;

import org.jspecify.annotations.NullMarked;
