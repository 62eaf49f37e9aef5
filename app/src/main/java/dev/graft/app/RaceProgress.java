package dev.graft.app;

import dev.graft.advise.RaceListener;
import dev.graft.advise.RaceReport;
import dev.graft.train.TrainingEvent;
import dev.graft.train.TrainingListener;

/// Shows a race: a line for each arm and a table after each rung, and then the training of who is chosen.
final class RaceProgress implements RaceListener, TrainingListener, AutoCloseable {
    private final Output output;
    private final TrainingProgress training;
    private boolean chosen;

    RaceProgress(Output output) {
        this.output = output;
        this.training = new TrainingProgress(output);
    }

    @Override
    public void on(Moment moment, String line, RaceReport soFar) {
        switch (moment) {
            case BEGINS -> {
                output.say("%s", line);
                soFar.cut()
                        .forEach(cut ->
                                output.say("left out: %s (%s); to run it: %s", cut.what(), cut.why(), cut.back()));
            }
            case RUNS -> output.say("%s", line);
            case RUNG -> {
                output.say("%s", line);
                soFar.table().forEach(row -> output.say("%s", row));
            }
            case CHOSEN -> {
                chosen = true;
                soFar.table().forEach(row -> output.say("%s", row));
                output.say("%s", line);
                output.say("training it on all of the training part:");
            }
        }
    }

    @Override
    public void on(TrainingEvent event) {
        if (chosen) {
            training.on(event);
        }
    }

    @Override
    public void close() {
        training.close();
    }
}
