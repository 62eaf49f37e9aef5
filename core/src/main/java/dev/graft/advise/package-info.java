/// Looks at data before anything is trained, and says what there is to mend, to expect and to try.
///
/// May use: all rooms below it, and no tensors: what a network makes of examples comes to it as numbers. What is
/// recommended follows from those numbers, [Evidence], by pure functions.
/// ```java
/// try (TrainingJob job = TrainingJob.of(TrainingRequest.images(Path.of("photos")), Hub.fromEnvironment())) {
///     Inspection found = Inspector.of(job.tuning()).inspect();
///     found.concerns().forEach(concern -> System.out.println(concern.says() + "; " + concern.next()));
/// }
/// Advice advice = Advice.of(evidence);
/// advice.reasons().forEach(reason -> System.out.println(reason.says()));
/// ```
@NullMarked
package dev.graft.advise;

import org.jspecify.annotations.NullMarked;
