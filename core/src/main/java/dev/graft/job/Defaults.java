package dev.graft.job;

import dev.graft.data.Augmentation;
import dev.graft.data.DataSummary;
import dev.graft.data.Kind;
import dev.graft.data.text.TextOptions;
import dev.graft.job.TrainingOptions.NetworkOptions;
import dev.graft.method.Answer;
import dev.graft.method.Answers;
import dev.graft.method.Choice;
import dev.graft.method.DataFacts;
import dev.graft.method.Method;
import dev.graft.method.Methods;
import dev.graft.method.Setting;
import dev.graft.method.Source;
import dev.graft.method.TuningOptions;
import dev.graft.method.Usual;
import dev.graft.nn.Lora;
import dev.graft.train.Averaging;
import dev.graft.train.Recipe;
import dev.graft.tune.BatchNorms;
import dev.graft.tune.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers all that a request for a training does not say.
final class Defaults {
    /// What may be said of a method, and of a plan too.
    private static final List<Choice<?>> BESIDE_A_PLAN = List.of(Choice.EPOCHS, Choice.LORA_RANK);

    /// What only an optimizer that takes steps can be told.
    private static final List<Choice<?>> OF_OPTIMIZERS = List.of(
            Choice.EPOCHS,
            Choice.LEARNING_RATE,
            Choice.WEIGHT_DECAY,
            Choice.DECAYS_VECTORS,
            Choice.SCHEDULE,
            Choice.WARMUP,
            Choice.FROZEN_EPOCHS,
            Choice.UNFREEZE);

    /// What nothing is made of where no steps are taken.
    private static final List<Choice<?>> OF_STEPS_ALONE = List.of(
            Choice.LEARNING_RATE,
            Choice.BACKBONE_RATE,
            Choice.DECAYS_VECTORS,
            Choice.SCHEDULE,
            Choice.WARMUP,
            Choice.CLIP);

    /// Random views of an image that a head is solved on beside the image itself, where augmentation was asked
    /// for and not how many.
    private static final int VIEWS = 4;

    private static final String PLAN_FILE = "plan file";
    private static final String COMPARISON = "comparison";

    private final TrainingRequest request;
    private final Setting setting;
    private final Source asked;
    private final Optional<Plan> plan;

    /// @param setting what is known by now of what is asked for
    Defaults(TrainingRequest request, Setting setting) {
        this.request = request;
        this.setting = setting;
        this.asked = request.asked().with(Choice.CLIP, request.steps().clip());
        this.plan = asked.answer(Choice.PLAN, Answers.NONE);
    }

    /// Who is asked, in this order: the first that has an answer decides. Whoever else may know has a line
    /// here.
    ///
    /// @param method where it is known already
    private List<Source> sources(Optional<Method> method) {
        return Stream.of(
                        Optional.of(asked),
                        plan.map(Defaults::ofPlan),
                        method.filter(this::solves).flatMap(Method::solved),
                        Optional.of(setting)
                                .filter(known -> saysNothingOfTuning())
                                .map(Usual::ofModel),
                        method.map(known -> known.usual(setting)),
                        Optional.of(setting)
                                .filter(known -> !method.map(this::solvesAlone).orElseGet(this::plansNoSteps))
                                .map(Usual::ofData),
                        Optional.of(Usual.ofKind(setting)))
                .flatMap(Optional::stream)
                .toList();
    }

    /// Where no steps are taken, few examples ask for no more of them.
    private boolean solvesAlone(Method method) {
        return method.trainsHeadAlone() && solves(method);
    }

    private boolean plansNoSteps() {
        return plan.filter(known -> known.steppedEpochs() == 0).isPresent();
    }

    /// What is said of a method's rates or epochs is meant for the method that is usual.
    private boolean saysNothingOfTuning() {
        return plan.isEmpty()
                && request.network().lora() == null
                && Choice.OF_A_METHOD.stream().noneMatch(asked::knows);
    }

    private static Source ofPlan(Plan plan) {
        return Source.named(PLAN_FILE).with(Choice.EPOCHS, plan.epochs());
    }

    /// Empty where there is a whole plan.
    Optional<Method> method() {
        return plan.isPresent()
                ? Optional.empty()
                : Optional.of(Methods.of(strategy().get(Choice.STRATEGY)));
    }

    private Answers strategy() {
        return Answers.NONE.ask(List.of(Choice.STRATEGY), sources(Optional.empty()));
    }

    /// Whether the head is solved where it is alone: where that was asked for, or nothing was that needs steps
    /// and the network is known to have such a head.
    private boolean solves(Method method) {
        Optional<String> optimizer = asked.answer(Choice.OPTIMIZER, Answers.NONE);
        if (optimizer.isPresent() || method.solved().isEmpty()) {
            return optimizer.filter(TuningOptions.SOLVE::equals).isPresent();
        }
        return saidOfSteps().isEmpty()
                && request.steps().objective().solvable().isPresent()
                && !setting.fromScratch()
                && request.network().lora() == null
                && setting.model()
                        .flatMap(model -> model.network().linearHead())
                        .isPresent();
    }

    /// What was said that means nothing where no steps are taken.
    private List<String> saidOfSteps() {
        Recipe steps = request.steps();
        Double clip = steps.clip();
        Double dropout = request.network().dropout();
        Map<String, Boolean> others = new LinkedHashMap<>();
        others.put(
                Choice.BATCH_NORM.name(),
                asked.answer(Choice.BATCH_NORM, Answers.NONE)
                        .filter(BatchNorms.TRAIN_FROZEN::equals)
                        .isPresent());
        others.put("patience", steps.patience() > 0);
        others.put("accumulation", steps.accumulation() > 1);
        others.put(Choice.CLIP.name(), clip != null && clip > 0);
        others.put("label_smoothing", steps.labelSmoothing() > 0);
        others.put("mixing", steps.mixing().blends());
        others.put("averaging", !(steps.averaging() instanceof Averaging.None));
        others.put("dropout", dropout != null && dropout > 0);
        others.put("drop_path", request.network().dropPath() > 0);
        return Stream.concat(
                        OF_OPTIMIZERS.stream().filter(asked::knows).map(Choice::name),
                        others.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey))
                .toList();
    }

    private void requireSolvable(Method method) {
        if (!solves(method)) {
            return;
        }
        Source solved = method.solved()
                .orElseThrow(() -> new IllegalArgumentException("optimizer: solve is for "
                        + Methods.all().stream()
                                .filter(known -> known.solved().isPresent())
                                .map(Method::word)
                                .collect(Collectors.joining(", "))
                        + ", in which the head is alone; the strategy is " + method.word()));
        List<String> forSteps = saidOfSteps();
        if (solved.knows(Choice.EPOCHS) && !forSteps.isEmpty()) {
            throw new IllegalArgumentException(
                    "optimizer: solve takes no steps; leave out " + String.join(", ", forSteps) + ", or use adamw");
        }
    }

    TrainingOptions options() {
        Optional<Method> method = method();
        method.ifPresentOrElse(this::requireTaken, this::requirePlanAlone);
        method.ifPresent(this::requireSolvable);
        Answers answers = method.map(known -> strategy()
                        .ask(List.of(Choice.BATCH), sources(method)) // which the epochs may depend on
                        .ask(Choice.OF_A_METHOD, sources(method))
                        .without(Choice.BATCH)) // and is told in its place
                .orElseGet(() -> Answers.NONE.ask(BESIDE_A_PLAN, sources(method)))
                .ask(Choice.OF_STEPS, sources(method));
        TuningOptions tuning = plan.map(TuningOptions.defaults()::withPlan).orElseGet(() -> TuningOptions.of(answers));
        TrainingOptions.Data data = data(answers, views(tuning));
        return new TrainingOptions(
                data,
                network(answers),
                tuning,
                request.steps().withClip(answers.get(Choice.CLIP)),
                request.reuse(),
                request.threads(),
                request.device(),
                told(answers, method, tuning, data.views()),
                request.aim());
    }

    /// What nobody asked for of the training from scratch that another is compared with.
    static @Nullable Map<String, Answer> compared(TrainingOptions tuned, TuningOptions scratch) {
        if (tuned.defaults() == null) {
            return null;
        }
        Map<String, Answer> defaults = new LinkedHashMap<>(tuned.defaults());
        Choice.OF_A_METHOD.stream().filter(Methods::isForSome).forEach(choice -> defaults.remove(choice.name()));
        defaults.remove(Choice.BATCH_NORM.name()); // random weights have no statistics to keep
        defaults.put(Choice.STRATEGY.name(), new Answer(scratch.strategy(), COMPARISON));
        defaults.put(Choice.BACKBONE_RATE.name(), new Answer(scratch.backboneRate(), COMPARISON));
        if (tuned.tuning().solves()) {
            defaults.remove(Choice.OPTIMIZER.name());
        }
        if (tuned.tuning().solvesAlone()) {
            defaults.put(Choice.EPOCHS.name(), new Answer(scratch.epochs(), COMPARISON));
        }
        if (tuned.tuning().plan() != null) {
            defaults.put(Choice.LEARNING_RATE.name(), new Answer(scratch.learningRate(), COMPARISON));
        }
        return defaults;
    }

    /// The training from scratch that a head which was solved is compared with: there are no epochs, no rate and no
    /// schedule to take over, so that they are those that are usual for random weights and so many examples.
    static TrainingOptions stepped(TrainingOptions scratch, DataSummary examples) {
        Method method = Methods.ofRandomWeights();
        Setting setting = new Setting(scratch.kind(), true, Optional.of(new DataFacts(examples)), Optional.empty());
        boolean batchIsGiven = scratch.defaults() == null || !scratch.defaults().containsKey(Choice.BATCH.name());
        List<Source> sources = List.of(
                Source.GIVEN.with(Choice.BATCH, batchIsGiven ? scratch.data().batch() : null),
                Source.named(COMPARISON).with(Choice.STRATEGY, method.word()),
                method.usual(setting),
                Usual.ofData(setting),
                Usual.ofKind(setting));
        Answers answers = Answers.NONE
                .ask(List.of(Choice.STRATEGY, Choice.BATCH), sources)
                .ask(Choice.OF_A_METHOD, sources);
        return scratch.withPace(TuningOptions.of(answers), answers.get(Choice.BATCH), told(answers, method));
    }

    private static Map<String, Answer> told(Answers answers, Method method) {
        Map<String, Answer> defaults = answers.notGiven();
        Choice.OF_A_METHOD.stream()
                .filter(choice -> Methods.isForSome(choice) && !method.takes().contains(choice))
                .forEach(choice -> defaults.remove(choice.name()));
        return defaults;
    }

    private void requireTaken(Method method) {
        Choice.OF_A_METHOD.stream()
                .filter(asked::knows)
                .forEach(choice -> Methods.requireTaken(method, choice, choice.name()));
    }

    private void requirePlanAlone() {
        List<String> others = Stream.concat(Stream.of(Choice.STRATEGY), Choice.OF_A_METHOD.stream())
                .filter(choice -> asked.knows(choice) && !choice.equals(Choice.LORA_RANK))
                .map(Choice::name)
                .toList();
        if (!others.isEmpty()) {
            throw new IllegalArgumentException("plan: is a whole plan; leave out " + String.join(", ", others));
        }
    }

    /// Steps see a new view of an image each epoch. A head that is solved sees as many as there are: none but
    /// the image itself, unless they are asked for.
    private int views(TuningOptions tuning) {
        int said = request.examples().views();
        boolean varied = asked.answer(Choice.AUGMENT, Answers.NONE)
                .filter(augment -> augment != Augmentation.NONE)
                .isPresent();
        return said == 0 && varied && request.kind() == Kind.IMAGE && tuning.solvesAlone() ? VIEWS : said;
    }

    private TrainingOptions.Data data(Answers answers, int views) {
        TrainingRequest.Examples from = request.examples();
        return new TrainingOptions.Data(
                from.path(),
                from.validationFraction(),
                from.perClass(),
                from.strict(),
                from.balanced(),
                answers.get(Choice.AUGMENT),
                views,
                from.exactDecoding(),
                answers.get(Choice.BATCH),
                from.workers(),
                from.texts(),
                from.table(),
                from.range(),
                from.task(),
                from.parts(),
                from.files(),
                from.corrections());
    }

    private NetworkOptions network(Answers answers) {
        NetworkOptions asked = request.network();
        NetworkOptions network =
                request.kind() == Kind.TEXT && asked.pooling() == null ? asked.withPooling(TextOptions.AUTO) : asked;
        return network.lora() != null
                ? network
                : answers.find(Choice.LORA_RANK)
                        .map(Lora::of)
                        .map(network::withLora)
                        .orElse(network);
    }

    /// Without what the method makes nothing of.
    private Map<String, Answer> told(Answers answers, Optional<Method> method, TuningOptions tuning, int views) {
        Map<String, Answer> defaults = method.map(known -> told(answers, known)).orElseGet(answers::notGiven);
        if (method.isEmpty()) {
            Choice.OF_A_METHOD.stream().filter(Methods::isForSome).forEach(choice -> defaults.remove(choice.name()));
        }
        if (tuning.solvesAlone()) {
            OF_STEPS_ALONE.forEach(choice -> defaults.remove(choice.name()));
        }
        if (views != request.examples().views()) {
            defaults.put("views", new Answer(views, method.isPresent() ? Source.METHOD : PLAN_FILE));
        }
        if (request.network().lora() != null) {
            defaults.remove(Choice.LORA_RANK.name());
        }
        return defaults;
    }
}
