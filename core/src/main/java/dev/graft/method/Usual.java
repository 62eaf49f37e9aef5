package dev.graft.method;

import dev.graft.data.Augmentation;
import dev.graft.data.Kind;
import dev.graft.tune.Interval;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.Schedule;
import java.util.Set;

/// What is usual where nothing is said: for a kind of examples, and for several methods alike.
public final class Usual {
    private static final double RATE = 1e-3;
    private static final double TEXT_RATE = 2e-5; // what BERT's authors and HuggingFace recommend
    private static final double TEXT_SCRATCH_RATE = 5e-4;
    private static final double TEXT_WARMUP = 0.1;
    private static final int EPOCHS = 10;
    private static final int TEXT_EPOCHS = 3;
    private static final double DECAY = 0.01;

    /// Schedules that may begin with a warm-up that nobody asked for.
    private static final Set<String> WARMED_UP = Set.of("linear", "cosine");

    private Usual() {}

    /// For images: the head, by a cosine. For texts: everything, as HuggingFace's Trainer does it, by a line down
    /// to zero after a warm-up, sparing biases and norms.
    public static Source ofKind(Setting setting) {
        Source usual = Source.named(Source.KIND)
                .with(Choice.STRATEGY, Methods.usual(setting.kind()).word())
                .with(Choice.EPOCHS, setting.ofTexts() ? TEXT_EPOCHS : EPOCHS)
                .with(Choice.DECAYS_VECTORS, !setting.ofTexts())
                .with(Choice.BATCH, setting.kind().usualBatch())
                .with(Choice.CLIP, setting.kind().usualClip())
                .with(Choice.AUGMENT, setting.ofTexts() ? Augmentation.NONE : Augmentation.LIGHT)
                .with(Choice.WARMUP, 0.0);
        return setting.ofTexts() ? usual.with(Choice.SCHEDULE, "linear").withRule(Choice.WARMUP, Usual::warmup) : usual;
    }

    /// Schedules that count epochs take no warm-up.
    private static double warmup(Answers soFar) {
        return WARMED_UP.contains(soFar.get(Choice.SCHEDULE)) ? TEXT_WARMUP : 0;
    }

    /// Of methods under which something new learns before or beside what is pretrained: a rate for what is new, and
    /// a smaller one for the rest.
    static Source newAtFirst(Setting setting) {
        boolean texts = setting.ofTexts();
        return ofMethod()
                .with(Choice.LEARNING_RATE, texts && setting.fromScratch() ? TEXT_SCRATCH_RATE : RATE)
                .withRule(
                        Choice.BACKBONE_RATE,
                        soFar -> setting.fromScratch() ? head(soFar) : texts ? TEXT_RATE : head(soFar) / 10);
    }

    /// Of methods that move all that they move at one small rate when texts are learned from.
    static Source atOneRate(Setting setting) {
        Source usual = newAtFirst(setting);
        return setting.kind() == Kind.IMAGE || setting.fromScratch()
                ? usual
                : usual.with(Choice.LEARNING_RATE, TEXT_RATE).withRule(Choice.BACKBONE_RATE, Usual::head);
    }

    /// Of methods with schedules of their own, which no other takes the place of unless somebody says so.
    static Source withOwnSchedules(Source usual) {
        return usual.withRule(Choice.SCHEDULE, soFar -> TuningOptions.AUTO).with(Choice.WARMUP, 0.0);
    }

    static double head(Answers soFar) {
        return soFar.get(Choice.LEARNING_RATE);
    }

    private static Source ofMethod() {
        return Source.named(Source.METHOD);
    }

    /// AdamW, a weight decay of 0.01 and a cosine, in place of a tutorial's plain Adam.
    static Plan inPlaceOfAdam(Plan plan) {
        return plan.withOptimizer(OptimizerSettings.adamW())
                .withWeightDecay(DECAY)
                .withSchedule(Schedule.cosine(), Interval.EPOCH);
    }
}
