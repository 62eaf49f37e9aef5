/// How a network is tuned: plans, groups and schedules as values; optimizers that carry them out.
///
/// A [Plan] holds no tensors: it is made from a network's outline, checked, printed and saved before anything
/// runs. What trains when is in its phases; what is in no group of a phase is frozen. May use: `nn`, `text`,
/// `torch`, `data`.
/// ```java
/// NetworkOutline outline = NetworkOutline.of(network);
/// Plan plan = Plan.of(10,
///         new Group("early_layers", List.of("stem", "layer1", "layer2"), 1e-5, 1e-2),
///         new Group("late_layers", List.of("layer3", "layer4"), 1e-4, 1e-2),
///         new Group("classifier", List.of("fc"), 1e-3, 1e-2));
/// ResolvedPlan resolved = plan.resolve(outline); // throws where a name is wrong
/// log.info(resolved.describe());
/// var groups = ParamGroup.of(resolved.at(0), network.params());
/// Optimizer optimizer = new Optimizer(plan.optimizer(), groups);
/// // … each step: gradients, then
/// optimizer.step(plan.learningRates(step, stepsPerEpoch));
/// ```
@NullMarked
package dev.graft.tune;

import org.jspecify.annotations.NullMarked;
