package dev.graft.method;

import dev.graft.data.Augmentation;
import dev.graft.data.Kind;
import dev.graft.tune.Interval;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.Schedule;
import java.util.OptionalDouble;
import java.util.Set;

/// What is usual where nothing is said: for a kind of examples, and for several methods alike.
public final class Usual {
    private static final double RATE = 1e-3;
    private static final double TEXT_RATE = 2e-5; // what BERT's authors and HuggingFace recommend
    private static final double TEXT_SCRATCH_RATE = 5e-4;
    private static final double TEXT_WARMUP = 0.1;
    static final int EPOCHS = 10;
    private static final int TEXT_EPOCHS = 3;
    private static final int MOST_TEXT_EPOCHS = 20;
    private static final int TEXT_STEPS = 400; // fewer do not move an encoder far enough
    private static final int FEW_OF_A_CLASS = 50;
    private static final double DECAY = 0.01;

    /// Schedules that may begin with a warm-up that nobody asked for.
    private static final Set<String> WARMED_UP = Set.of("linear", "cosine");

    private Usual() {}

    /// For as many examples as there are, where that is known.
    public static Source ofData(Setting setting) {
        return FewImages.of(setting, EPOCHS);
    }

    /// For images: the head, by a cosine. For texts: everything, as HuggingFace's Trainer does it, by a line down
    /// to zero after a warm-up, sparing biases and norms. With random weights everything, whatever it is: a head
    /// alone would learn from features that nobody made.
    public static Source ofKind(Setting setting) {
        Source usual = Source.named(Source.KIND)
                .with(
                        Choice.STRATEGY,
                        (setting.fromScratch() ? Methods.ofRandomWeights() : Methods.usual(setting.kind())).word())
                .withRule(Choice.EPOCHS, soFar -> setting.ofTexts() ? textEpochs(setting, soFar) : EPOCHS)
                .with(Choice.DECAYS_VECTORS, !setting.ofTexts())
                .with(Choice.BATCH, setting.kind().usualBatch())
                .with(Choice.CLIP, setting.kind().usualClip())
                .with(Choice.AUGMENT, setting.ofTexts() ? Augmentation.NONE : Augmentation.LIGHT)
                .with(Choice.WARMUP, 0.0);
        return setting.ofTexts() ? usual.with(Choice.SCHEDULE, "linear").withRule(Choice.WARMUP, Usual::warmup) : usual;
    }

    /// What a model of texts is tuned by otherwise than is usual, where nothing is said of tuning: few texts do not
    /// move an encoder whose vectors are made for the head as they are.
    public static Source ofModel(Setting setting) {
        boolean few = setting.data()
                .filter(data -> data.training() <= (long) FEW_OF_A_CLASS * data.labels())
                .isPresent();
        boolean linear = setting.model()
                .filter(model -> isLinearOverPooled(model.network()))
                .isPresent();
        Source source = Source.named(Source.MODEL);
        return setting.ofTexts() && !setting.fromScratch() && few && linear
                ? source.with(Choice.STRATEGY, new FeatureExtraction().word())
                : source;
    }

    /// Nothing that learns stands between the encoder and a head of one layer, a weight and a bias.
    private static boolean isLinearOverPooled(NetworkOutline network) {
        return network.of(network.head()).size() == 2 && !network.stages().contains("pooler");
    }

    /// As many as it takes to some hundred steps, within bounds.
    private static int textEpochs(Setting setting, Answers soFar) {
        int batch = soFar.find(Choice.BATCH).orElse(setting.kind().usualBatch());
        return setting.data()
                .map(data -> Math.ceilDiv(data.training(), batch))
                .map(stepsAnEpoch -> Math.ceilDiv(TEXT_STEPS, Math.max(1, stepsAnEpoch)))
                .map(epochs -> Math.clamp(epochs, TEXT_EPOCHS, MOST_TEXT_EPOCHS))
                .orElse(TEXT_EPOCHS);
    }

    /// What suits the model, or what suits a BERT.
    private static double textRate(Setting setting) {
        return setting.model()
                .map(ModelFacts::rate)
                .orElseGet(OptionalDouble::empty)
                .orElse(TEXT_RATE);
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
                        soFar -> setting.fromScratch() ? head(soFar) : texts ? textRate(setting) : head(soFar) / 10);
    }

    /// Of methods that move all that they move at one small rate when texts are learned from.
    static Source atOneRate(Setting setting) {
        Source usual = newAtFirst(setting);
        return setting.kind() == Kind.IMAGE || setting.fromScratch()
                ? usual
                : usual.with(Choice.LEARNING_RATE, textRate(setting)).withRule(Choice.BACKBONE_RATE, Usual::head);
    }

    /// Of methods with schedules of their own, which no other takes the place of unless somebody says so.
    static Source withOwnSchedules(Source usual) {
        return usual.withRule(Choice.SCHEDULE, soFar -> TuningOptions.AUTO).with(Choice.WARMUP, 0.0);
    }

    /// Of methods in which the head is solved where it is alone: what comes after it goes by the method's schedules.
    static Source solved() {
        return withOwnSchedules(ofMethod()).with(Choice.OPTIMIZER, TuningOptions.SOLVE);
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
