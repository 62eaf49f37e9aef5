package dev.graft.tune;

import dev.graft.data.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// The methods of transfer learning, each a function that makes a [Plan]. Everything in a plan can be changed
/// afterwards: `Plans.gradual(…).withOptimizer(…)`.
public final class Plans {
    private static final double DECAY = 0.01;
    private static final double WARM_UP = 0.1; // the share that BERT's authors took

    // fastai 2.7, Learner.fine_tune and fit_one_cycle
    private static final OptimizerSettings FASTAI_ADAM = new OptimizerSettings.AdamW(0.9, 0.99, 1e-5);
    private static final double FASTAI_LOW_MOMENTUM = 0.85;
    private static final double FASTAI_HIGH_MOMENTUM = 0.95;
    private static final double FASTAI_DIV_FINAL = 1e5;
    private static final double FASTAI_LR_MULT = 100;

    private Plans() {}

    /// Only the head learns; everything before it is a fixed extractor of features. Adam at a constant rate.
    public static Plan featureExtraction(NetworkOutline network, int epochs, double headRate) {
        return constantAdam(Plan.of(epochs, head(network, headRate)), "feature extraction");
    }

    /// The head and the last `count` stages before it learn. Adam at constant rates.
    ///
    /// @param count at least 1
    /// @param rates of the stages and of the head
    /// @throws IllegalArgumentException if the network has not so many stages before its head
    public static Plan lastStages(NetworkOutline network, int count, int epochs, Plan.Rates rates) {
        List<String> backbone = network.backbone();
        requireStages("last stages", network, count);
        List<String> last = backbone.subList(backbone.size() - count, backbone.size());
        Group tuned = new Group("last stages", last, rates.backbone(), 0);
        return constantAdam(Plan.of(epochs, tuned, head(network, rates.head())), "last stages");
    }

    /// Everything learns, the pretrained part more slowly than the head. AdamW with a weight decay of 0.01 and
    /// a cosine over the epochs down to zero.
    public static Plan full(NetworkOutline network, int epochs, Plan.Rates rates) {
        return Plan.of(
                        epochs,
                        new Group("backbone", network.backbone(), rates.backbone(), DECAY),
                        head(network, rates.head()).withWeightDecay(DECAY))
                .withName("full");
    }

    /// Everything learns at one rate, as HuggingFace's `Trainer` does with the arguments that are usual for encoders
    /// of texts (transformers 4.46): AdamW, a weight decay of 0.01 that spares biases and norms, a warm-up over the
    /// first tenth of the steps, then linearly down to zero.
    ///
    /// @param rate usually 2e-5 to 5e-5
    public static Plan huggingFace(NetworkOutline network, int epochs, double rate) {
        return full(network, epochs, new Plan.Rates(rate, rate))
                .withoutVectorDecay()
                .withSchedule(Schedule.warmupLinear(Span.share(WARM_UP)), Interval.STEP);
    }

    /// Everything learns, each stage faster than the one before it: rates rise by the same factor from stage to
    /// stage, from `rates.backbone()` at the stem to `rates.head()` (fastai's `slice(low, high)`;
    /// discriminative fine-tuning of Howard and Ruder 2018, <https://arxiv.org/abs/1801.06146>). AdamW, weight
    /// decay 0.01, cosine.
    ///
    /// @param rates both above 0
    public static Plan discriminative(NetworkOutline network, int epochs, Plan.Rates rates) {
        return Plan.of(epochs, geometric(network, rates)).withName("discriminative");
    }

    /// Everything learns, each block `decay` times as fast as the one after it: timm's
    /// `param_groups_layer_decay` (1.0), with biases and norms not decaying, as there. A block is a numbered
    /// part of a stage (`layer1.0`), or a stage without such. AdamW, weight decay 0.01, cosine.
    ///
    /// @param rate  of the head
    /// @param decay above 0, at most 1; 0.75 is usual for fine-tuning (Clark et al. 2020,
    ///     <https://arxiv.org/abs/2003.10555>; Bao et al. 2022, <https://arxiv.org/abs/2106.08254>)
    public static Plan layerDecay(NetworkOutline network, int epochs, double rate, double decay) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("layer decay: expected above 0 and at most 1, found " + decay);
        }
        Map<String, List<String>> blocks = blocks(network);
        List<Group> groups = new ArrayList<>();
        int depth = blocks.size();
        for (Map.Entry<String, List<String>> block : blocks.entrySet()) {
            double scale = Math.pow(decay, depth - 1.0 - groups.size());
            groups.add(new Group(block.getKey(), block.getValue(), rate * scale, DECAY).withoutVectorDecay());
        }
        return Plan.of(epochs, groups).withName("layer decay");
    }

    /// The head learns from the first epoch on, and one more stage, from the back, from each of the given epochs on
    /// (gradual unfreezing of Howard and Ruder 2018, <https://arxiv.org/abs/1801.06146>). Adam at constant rates.
    ///
    /// @param at    epochs counted from 0, rising; at most one for each stage before the head
    /// @param rates of the stages and of the head
    public static Plan gradual(NetworkOutline network, List<Integer> at, int epochs, Plan.Rates rates) {
        return gradual(network, at, 0, epochs, rates);
    }

    /// [#gradual(NetworkOutline, List, int, Plan.Rates)] with the next of the last `count` stages joining every
    /// `every` epochs.
    public static Plan gradualEvery(NetworkOutline network, int every, int count, int epochs, Plan.Rates rates) {
        requireStages("gradual", network, count);
        if (every < 1) {
            throw new IllegalArgumentException(
                    "gradual: expected a stage every 1 or more epochs, found every " + every);
        }
        if ((long) every * count >= epochs) {
            int most = (epochs - 1) / count;
            throw new IllegalArgumentException(
                    ("gradual: expected %s to have joined before the last of %s, found one every %d;"
                                    + " use %smore epochs or fewer stages")
                            .formatted(
                                    Wording.count(count, "stage"),
                                    Wording.count(epochs, "epoch"),
                                    every,
                                    most < 1 ? "" : "one every " + most + " or less, "));
        }
        return gradual(network, multiples(every, count), epochs, rates);
    }

    /// [#gradual(NetworkOutline, List, int, Plan.Rates)] with the next of the last `count` stages joining when
    /// the validation loss has not improved for `patience` epochs (Lightning's finetuning-scheduler does so),
    /// and at the latest after its equal share of the epochs.
    public static Plan gradualWhenStalled(
            NetworkOutline network, int patience, int count, int epochs, Plan.Rates rates) {
        requireStages("gradual", network, count);
        if (patience < 1 || count >= epochs) {
            throw new IllegalArgumentException(
                    "gradual: expected a patience of 1 or more and fewer stages than epochs, found patience " + patience
                            + ", " + Wording.count(count, "stage") + ", " + Wording.count(epochs, "epoch"));
        }
        List<Integer> latest = IntStream.rangeClosed(1, count)
                .mapToObj(stage -> Math.ceilDiv(epochs * stage, count + 1))
                .map(epoch -> Math.min(epoch, epochs - 1))
                .toList();
        return gradual(network, latest, patience, epochs, rates);
    }

    /// First the head alone until the validation loss has not improved for `patience` epochs, at most
    /// `probeEpochs`; then everything at the low rate, with a new optimizer and a cosine to zero: LP-FT, which
    /// keeps what pretraining knows better than tuning everything beside a head that knows nothing (Kumar et
    /// al. 2022, <https://arxiv.org/abs/2202.10054>). AdamW, weight decay 0.01.
    ///
    /// @param probeEpochs at least 1, fewer than `epochs`
    /// @param patience    0 for always `probeEpochs`
    /// @param rates       of everything in the second part, and of the head in the first
    public static Plan probeThenFineTune(
            NetworkOutline network, int probeEpochs, int patience, int epochs, Plan.Rates rates) {
        if (probeEpochs < 1 || probeEpochs >= epochs) {
            throw new IllegalArgumentException("probe then fine-tune: expected 1 to " + (epochs - 1) + " of "
                    + Wording.count(epochs, "epoch") + " for the probe, found " + probeEpochs);
        }
        Group probe = head(network, rates.head()).withWeightDecay(DECAY);
        Group backbone = new Group("backbone", network.backbone(), rates.backbone(), DECAY);
        return Plan.of(epochs, probe)
                .withName("probe, then fine-tune")
                .withPhases(List.of(
                        new Phase(0, List.of(probe)).withSchedule(Schedule.constant()),
                        new Phase(probeEpochs, List.of(backbone, probe.withLearningRate(rates.backbone())))
                                .withPatience(patience)
                                .withSchedule(Schedule.cosine())
                                .withOptimizerReset()));
    }

    /// The head alone, a linear layer, is solved on the features that enter it ([OptimizerSettings.Solve]): one
    /// epoch, and the strength of its regularization chosen by cross-validation.
    ///
    /// @throws IllegalArgumentException when it is resolved, if the head is more than a linear layer
    public static Plan solvedHead(NetworkOutline network) {
        return Plan.of(1, head(network, 0))
                .withName("feature extraction")
                .withOptimizer(OptimizerSettings.solve())
                .withSchedule(Schedule.constant(), Interval.EPOCH);
    }

    /// [#probeThenFineTune] with a head that is solved in the first epoch in place of one that is trained until it
    /// has converged.
    ///
    /// @param epochs at least 2, with that of the head
    /// @param rates  of everything in the second part; that of the head counts for nothing
    public static Plan solvedProbeThenFineTune(NetworkOutline network, int epochs, Plan.Rates rates) {
        Plan stepped = probeThenFineTune(network, 1, 0, epochs, rates);
        Phase probe = new Phase(0, List.of(head(network, 0)));
        return stepped.withPhases(List.of(
                probe.withSchedule(Schedule.constant()).withOptimizer(OptimizerSettings.solve()),
                stepped.phases().getLast()));
    }

    /// fastai's `fine_tune(epochs, base_lr, freeze_epochs)` (2.7): the head alone (and the batch norms) through
    /// one cycle at `rate`, then everything through another at half of it, with rates falling to a hundredth at
    /// the stem. Its AdamW, momentum, weight decay and cycles; the cycle is sampled as PyTorch's `OneCycleLR`
    /// does.
    ///
    /// @param frozenEpochs at least 1; fastai's default is 1
    /// @param epochs       after those, at least 1
    /// @param rate         fastai's default is 2e-3
    public static Plan fineTune(NetworkOutline network, int frozenEpochs, int epochs, double rate) {
        if (frozenEpochs < 1 || epochs < 1) {
            throw new IllegalArgumentException(
                    "fine-tune: expected at least 1 epoch with and without the backbone frozen, found " + frozenEpochs
                            + " and " + epochs);
        }
        List<Group> frozen = new ArrayList<>();
        List<String> norms = norms(network);
        if (!norms.isEmpty()) {
            frozen.add(new Group("norms", norms, rate / 10, DECAY));
        }
        frozen.add(head(network, rate).withWeightDecay(DECAY));
        double half = rate / 2;
        List<Group> all = geometric(network, new Plan.Rates(half / FASTAI_LR_MULT, half));
        return Plan.of(frozenEpochs + epochs, frozen)
                .withName("fine-tune")
                .withOptimizer(FASTAI_ADAM)
                .withSchedule(Schedule.oneCycle(), Interval.STEP)
                .withPhases(List.of(
                        new Phase(0, frozen).withSchedule(fastaiCycle(0.99, 25)),
                        new Phase(frozenEpochs, all)
                                .withSchedule(fastaiCycle(0.3, 5))
                                .withOptimizerReset()))
                .withoutVectorDecay();
    }

    /// Chosen stages and the head learn: the first ones where the input looks different (other cameras, noise),
    /// middle ones where features differ, the last where labels mean something else (Lee et al. 2022,
    /// <https://arxiv.org/abs/2210.11466>). AdamW, weight decay 0.01, cosine.
    ///
    /// @param stages names or patterns, as a [Group] selects
    public static Plan surgical(NetworkOutline network, List<String> stages, int epochs, Plan.Rates rates) {
        List<String> chosen =
                stages.stream().filter(stage -> !stage.equals(network.head())).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("surgical: expected stages to train besides the head, which is"
                    + " always trained, found " + stages + "; there are " + String.join(", ", network.backbone()));
        }
        return withHead(network, new Group("chosen stages", chosen, rates.backbone(), DECAY), epochs, rates)
                .withName("surgical");
    }

    /// Weights and biases of all norms learn, and the head (Frankle et al. 2021, <https://arxiv.org/abs/2003.00152>).
    /// Batch norms learn their statistics as well. AdamW without decay of the norms, cosine.
    ///
    /// @throws IllegalArgumentException if the network has no norms
    public static Plan normOnly(NetworkOutline network, int epochs, Plan.Rates rates) {
        List<String> norms = norms(network);
        if (norms.isEmpty()) {
            throw new IllegalArgumentException("norm only: " + network.name() + " has no norms before its head");
        }
        return withHead(network, new Group("norms", norms, rates.backbone(), 0), epochs, rates)
                .withName("norm only");
    }

    /// All biases learn, and the head: BitFit (Ben Zaken et al. 2022, <https://arxiv.org/abs/2106.10199>). AdamW
    /// without decay of the biases, cosine.
    ///
    /// @throws IllegalArgumentException if the network has no biases before its head
    public static Plan biasOnly(NetworkOutline network, int epochs, Plan.Rates rates) {
        boolean any = network.parameters().stream()
                .anyMatch(parameter -> !parameter.stage().equals(network.head())
                        && parameter.name().endsWith(".bias"));
        if (!any) {
            throw new IllegalArgumentException("bias only: " + network.name() + " has no biases before its head");
        }
        Group biases = new Group("biases", List.of("*.bias", "!" + network.head()), rates.backbone(), 0);
        return withHead(network, biases, epochs, rates).withName("bias only");
    }

    /// The adapters of a network learn, and the head (LoRA: Hu et al. 2021,
    /// <https://arxiv.org/abs/2106.09685>). AdamW without decay of the adapters, cosine.
    ///
    /// @param network with adapters
    /// @param rates   of the adapters and of the head
    /// @throws IllegalArgumentException if the network has no adapters
    public static Plan adapters(NetworkOutline network, int epochs, Plan.Rates rates) {
        if (network.parameters().stream().noneMatch(NetworkOutline.Parameter::isAdapter)) {
            throw new IllegalArgumentException(
                    "adapters: " + network.name() + " has none; add them before making the plan (LoRA)");
        }
        network.of(network.head()).stream()
                .filter(NetworkOutline.Parameter::isAdapter)
                .findFirst()
                .ifPresent(adapter -> {
                    throw new IllegalArgumentException(
                            "adapters: expected layers before the head, which is always trained as a whole,"
                                    + " found " + adapter.name() + "; remove the head, " + network.head()
                                    + ", from the layers that get an adapter");
                });
        Group adapters = new Group("adapters", List.of("*.lora_?.weight"), rates.backbone(), 0);
        return withHead(network, adapters, epochs, rates).withName("adapters");
    }

    private static Plan gradual(NetworkOutline network, List<Integer> at, int patience, int epochs, Plan.Rates rates) {
        requireStages("gradual", network, at.size());
        List<String> backbone = network.backbone();
        List<Group> groups =
                new ArrayList<>(List.of(new Group(network.head(), List.of(network.head()), rates.head(), 0)));
        List<Phase> phases = new ArrayList<>(List.of(new Phase(0, groups)));
        for (int i = 0; i < at.size(); i++) {
            String stage = backbone.get(backbone.size() - 1 - i);
            groups.add(new Group(stage, List.of(stage), rates.backbone(), 0));
            phases.add(new Phase(at.get(i), groups).withPatience(patience));
        }
        return constantAdam(Plan.of(epochs, groups), "gradual unfreezing").withPhases(phases);
    }

    private static Plan constantAdam(Plan plan, String name) {
        return plan.withName(name)
                .withOptimizer(OptimizerSettings.adam())
                .withSchedule(Schedule.constant(), Interval.EPOCH);
    }

    private static Schedule fastaiCycle(double riseShare, double div) {
        return new Schedule.OneCycle(
                Span.RUN, riseShare, div, FASTAI_DIV_FINAL / div, FASTAI_LOW_MOMENTUM, FASTAI_HIGH_MOMENTUM);
    }

    private static Plan withHead(NetworkOutline network, Group tuned, int epochs, Plan.Rates rates) {
        return Plan.of(epochs, tuned, head(network, rates.head()).withWeightDecay(DECAY));
    }

    private static Group head(NetworkOutline network, double rate) {
        return new Group("head", List.of(network.head()), rate, 0);
    }

    /// One group a stage.
    private static List<Group> geometric(NetworkOutline network, Plan.Rates rates) {
        if (!(rates.backbone() > 0 && rates.head() > 0)) {
            throw new IllegalArgumentException(
                    "discriminative: expected rates above 0, found " + rates.backbone() + " and " + rates.head());
        }
        List<Group> groups = new ArrayList<>();
        int steps = Math.max(1, network.stages().size() - 1);
        for (String stage : network.stages()) {
            double risen = groups.size() / (double) steps;
            double rate = rates.backbone() * Math.pow(rates.head() / rates.backbone(), risen);
            groups.add(new Group(stage, List.of(stage), rate, DECAY));
        }
        return groups;
    }

    /// Names of the blocks, stem first, and what selects each.
    private static Map<String, List<String>> blocks(NetworkOutline network) {
        Map<String, List<String>> blocks = new LinkedHashMap<>();
        for (NetworkOutline.Parameter parameter : network.parameters()) {
            String stage = parameter.stage();
            String block = stage.equals(network.head()) ? stage : block(stage, parameter.name());
            blocks.computeIfAbsent(block, name -> new ArrayList<>()).add(parameter.name());
        }
        blocks.replaceAll((block, names) -> {
            boolean whole =
                    network.stages().contains(block) && network.of(block).size() == names.size();
            return whole ? List.of(block) : block(block, names);
        });
        return blocks;
    }

    /// One pattern where it can be.
    private static List<String> block(String block, List<String> names) {
        return names.stream().allMatch(name -> name.startsWith(block + ".")) && block.contains(".")
                ? List.of(block + ".*")
                : names;
    }

    private static String block(String stage, String name) {
        boolean isBlock = isNumber(stage.substring(stage.lastIndexOf('.') + 1)); // features.3
        String inside = name.startsWith(stage + ".") && !isBlock ? name.substring(stage.length() + 1) : "";
        String first = inside.substring(0, Math.max(0, inside.indexOf('.')));
        return isNumber(first) ? stage + "." + first : stage;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
    }

    /// Weights and biases of the norms before the head: a weight of one dimension is a norm's.
    private static List<String> norms(NetworkOutline network) {
        List<String> norms = new ArrayList<>();
        List<String> names = network.parameters().stream()
                .map(NetworkOutline.Parameter::name)
                .toList();
        for (NetworkOutline.Parameter parameter : network.parameters()) {
            boolean isNorm = parameter.isVector() && parameter.name().endsWith(".weight");
            if (isNorm && !parameter.stage().equals(network.head())) {
                String bias = parameter.name().replaceFirst("weight$", "bias");
                norms.add(parameter.name());
                if (names.contains(bias)) {
                    norms.add(bias);
                }
            }
        }
        return norms;
    }

    private static List<Integer> multiples(int every, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> i * every).toList();
    }

    private static void requireStages(String method, NetworkOutline network, int count) {
        List<String> backbone = network.backbone();
        if (count < 1 || count > backbone.size()) {
            throw new IllegalArgumentException(method + ": expected 1 to " + backbone.size() + " for " + network.name()
                    + " (" + String.join(", ", backbone) + "), found " + count);
        }
    }
}
