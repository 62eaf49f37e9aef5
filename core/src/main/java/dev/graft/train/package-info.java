/// The loop, its events, and what a run leaves on disk.
///
/// There is one trainer for every way of tuning: what differs is in the plan and the recipe, and
/// listeners only watch. May use: `task`, `tune`, `weights`, `nn`, `data`, `metrics`, `torch`; never `zoo`: they
/// meet at `nn.Network`.
/// ```java
/// History history = new Trainer(network, plan, Recipe.DEFAULT, training, validation)
///         .withListener(event -> { if (event instanceof TrainingEvent.EpochDone done) log(done.line()); })
///         .fit();
/// ```
@NullMarked
package dev.graft.train;

import org.jspecify.annotations.NullMarked;
