package dev.graft.zoo.encoder;

import static dev.graft.nn.Layers.sequence;

import dev.graft.nn.Attention;
import dev.graft.nn.Init;
import dev.graft.nn.Layer;
import dev.graft.nn.Layers;
import dev.graft.nn.Linear;
import dev.graft.nn.Network;
import dev.graft.nn.ParamPath;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.torch.Device;
import dev.graft.weights.WeightsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// DeBERTa-v2 and -v3: He et al. 2020, <https://arxiv.org/abs/2006.03654>, and 2021,
/// <https://arxiv.org/abs/2111.09543>. Names and formulas are those of transformers 4.46,
/// `models/deberta_v2/modeling_deberta_v2.py`.
///
/// All layers look at one table of relative positions. It belongs to the embeddings: it learns when they do.
final class DebertaV2 {
    private static final String PREFIX = "deberta";
    private static final double EPSILON = 1e-7;
    private static final String HIDDEN_DROPOUT = "hidden_dropout_prob";

    /// What the names of the masked-language-model head begin with, in transformers by default and in published files.
    private static final String LEGACY = "cls.predictions.";

    private static final String MODERN = "lm_predictions.lm_head.";
    private static final String TRANSFORM = "transform.";

    private final EncoderConfig config;
    private final Blocks blocks;
    private final int width;
    private final int embedded;

    private DebertaV2(EncoderConfig config) {
        this.config = config;
        this.blocks = Blocks.of(config, "hidden_size", EPSILON);
        this.width = blocks.width();
        this.embedded = config.size("embedding_size", width);
    }

    static EncoderFamily family() {
        return new EncoderFamily(
                "deberta-v2",
                "DebertaV2",
                PREFIX,
                "pooler.",
                "pooler.",
                List.of(HIDDEN_DROPOUT, "attention_probs_dropout_prob", "pooler_dropout", "cls_dropout"),
                List.of("*.attention.self.query_proj", "*.attention.self.value_proj"),
                List.of(LEGACY, MODERN),
                DebertaV2::named,
                (config, head, device) -> new DebertaV2(config).build(head, device));
    }

    /// Published files have positions that their configurations make no use of, and call the head otherwise than
    /// transformers does.
    private static Optional<String> named(EncoderConfig config, String name) {
        if (name.equals(PREFIX + ".embeddings.position_embeddings.weight") && !hasPlaces(config)) {
            return Optional.empty();
        }
        boolean legacy = isLegacy(config);
        if (legacy && name.startsWith(MODERN)) {
            String rest = name.substring(MODERN.length());
            return Optional.of(LEGACY + (rest.equals("bias") ? rest : TRANSFORM + rest));
        }
        if (!legacy && name.startsWith(LEGACY)) {
            String rest = name.substring(LEGACY.length());
            return Optional.of(MODERN + (rest.startsWith(TRANSFORM) ? rest.substring(TRANSFORM.length()) : rest));
        }
        return Optional.of(name);
    }

    private static boolean hasPlaces(EncoderConfig config) {
        return config.flag("position_biased_input", true);
    }

    private static boolean isLegacy(EncoderConfig config) {
        return config.flag("legacy", true);
    }

    private Network build(EncoderHead head, Device device) {
        if (!config.flag("relative_attention", false)) {
            throw new WeightsException(config.source() + ": relative_attention: expected true, as DeBERTa's published"
                    + " configurations have it, found "
                    + config.node("relative_attention")
                            .map(EncoderConfig::shown)
                            .orElse("none"));
        }
        ParamStore params = new ParamStore(device);
        List<Stage> stages = new ArrayList<>();
        ParamPath root = params.stage("embeddings").sub(PREFIX);
        stages.add(new Stage("embeddings", embeddings(root.sub("embeddings"))));
        RelativePositions positions = positions(root.sub("encoder"), device);
        for (int i : Blocks.upTo(config.size("num_hidden_layers"))) {
            String name = "layer." + i;
            ParamPath encoder = params.stage(name).sub(PREFIX).sub("encoder");
            Layer layer = layer(encoder.sub("layer").sub(i), positions);
            boolean convolves = i == 0 && config.integer("conv_kernel_size", 0) > 0;
            stages.add(new Stage(name, convolves ? convolved(encoder.sub("conv"), layer) : layer));
        }
        switch (head) {
            case EncoderHead.Classification(int outputs, boolean newPooler) ->
                stages.addAll(classifier(params, outputs, newPooler));
            case EncoderHead.Pooled pooled -> stages.addAll(blocks.pooled(params, pooled, lastDropout()));
            case EncoderHead.MaskedLanguageModel language -> stages.add(language(params));
        }
        return new Network(config.modelType(), params, stages);
    }

    private Layer embeddings(ParamPath path) {
        List<Layer> summands = new ArrayList<>();
        summands.add(blocks.words(path.sub("word_embeddings"), embedded));
        if (hasPlaces(config)) {
            int positions = config.size("max_position_embeddings", 512);
            Layer places = Layers.embedding(path.sub("position_embeddings"), positions, embedded, -1, blocks.init());
            summands.add((x, pass) -> places.forward(Blocks.inOrder(x), pass));
        }
        int kinds = config.integer("type_vocab_size", 0);
        if (kinds > 0) {
            Layer types = Layers.embedding(path.sub("token_type_embeddings"), kinds, embedded, -1, blocks.init());
            summands.add((x, pass) -> types.forward(Blocks.types(pass), pass));
        }
        Layer widened = embedded == width
                ? Layers.identity()
                : Layers.linear(
                        path.sub("embed_proj"),
                        Linear.of(embedded, width)
                                .withInit(blocks.init(), Init.ZEROS)
                                .withoutBias());
        Layer norm = blocks.norm(path.sub("LayerNorm"), width);
        Layer masked = (x, pass) -> x.mul(Blocks.tokens(pass));
        return sequence(sum(summands), widened, norm, masked, blocks.dropout(HIDDEN_DROPOUT, 0.1));
    }

    private static Layer sum(List<Layer> summands) {
        Layer first = summands.getFirst();
        List<Layer> others = List.copyOf(summands.subList(1, summands.size()));
        return (x, pass) -> {
            Tensor sum = first.forward(x, pass);
            for (Layer other : others) {
                sum = sum.add_(other.forward(x, pass));
            }
            return sum;
        };
    }

    private RelativePositions positions(ParamPath encoder, Device device) {
        int buckets = config.integer("position_buckets", -1);
        int asked = config.integer("max_relative_positions", -1);
        int furthest = asked < 1 ? config.size("max_position_embeddings", 512) : asked;
        Tensor rows = encoder.sub("rel_embeddings")
                .param("weight", blocks.init(), 2L * RelativePositions.span(buckets, furthest), width);
        boolean normed = config.text("norm_rel_ebd", "none").contains("layer_norm");
        Layer norm = normed ? blocks.norm(encoder.sub("LayerNorm"), width) : Layers.identity();
        Layer prepared = norm.then(blocks.dropout(HIDDEN_DROPOUT, 0.1));
        return new RelativePositions(buckets, furthest, rows, prepared, device);
    }

    private Layer layer(ParamPath path, RelativePositions positions) {
        ParamPath self = path.sub("attention").sub("self");
        Layer query = blocks.dense(self.sub("query_proj"), width, width);
        Layer key = blocks.dense(self.sub("key_proj"), width, width);
        Layer value = blocks.dense(self.sub("value_proj"), width, width);
        boolean shared = config.flag("share_att_key", false);
        List<String> kinds =
                config.words("pos_att_type").stream().map(String::strip).toList();
        Optional<Layer> positionKey = kinds.contains("c2p")
                ? Optional.of(shared ? key : blocks.dense(self.sub("pos_key_proj"), width, width))
                : Optional.empty();
        Optional<Layer> positionQuery = kinds.contains("p2c")
                ? Optional.of(shared ? query : blocks.dense(self.sub("pos_query_proj"), width, width))
                : Optional.empty();
        Attention attention = new Attention(
                config.size("num_attention_heads"), config.probability("attention_probs_dropout_prob", 0.1));
        return blocks.layer(
                path,
                new DisentangledAttention(attention, positions, positionKey, positionQuery).of(query, key, value));
    }

    /// Beside the first layer, a convolution over neighbouring tokens: it sees what the layer was given, and its result
    /// is added to the layer's.
    private Layer convolved(ParamPath path, Layer layer) {
        int kernel = config.size("conv_kernel_size");
        int groups = config.size("conv_groups", 1);
        ParamPath conv = path.sub("conv");
        Init init = Init.torchDefault((long) width / groups * kernel);
        Tensor weight = conv.param("weight", init, width, width / groups, kernel);
        TensorOptional bias = conv.own(new TensorOptional(conv.param("bias", init, width)));
        long[] one = {1};
        long[] padding = {(kernel - 1) / 2};
        Layer made = sequence(
                (x, pass) -> torch.conv1d(x.transpose(1, 2), weight, bias, one, padding, one, groups)
                        .transpose(1, 2)
                        .mul(Blocks.tokens(pass)),
                blocks.dropout(HIDDEN_DROPOUT, 0.1),
                blocks.activation(config.text("conv_act", "tanh")));
        Layer both = (x, pass) -> layer.forward(x, pass).add(made.forward(x, pass));
        return Layers.freeing(both.then(blocks.norm(path.sub("LayerNorm"), width)));
    }

    private List<Stage> classifier(ParamStore params, int outputs, boolean newPooler) {
        ParamPath head = params.stage("classifier");
        ParamPath pooler = (newPooler ? head : params.stage("pooler")).sub("pooler");
        Layer pooled = sequence(
                blocks.dropout("pooler_dropout", 0),
                blocks.dense(pooler.sub("dense"), width, width),
                blocks.activation(config.text("pooler_hidden_act", "gelu")));
        Layer last = lastDropout().then(blocks.dense(head.sub("classifier"), width, outputs));
        return Blocks.pooled(newPooler, Blocks.firstToken(), pooled, last);
    }

    private Layer lastDropout() {
        return blocks.dropout("cls_dropout", config.probability(HIDDEN_DROPOUT, 0.1));
    }

    private Stage language(ParamStore params) {
        ParamPath head = params.stage("head");
        boolean legacy = isLegacy(config);
        ParamPath predictions = legacy
                ? head.sub("cls").sub("predictions")
                : head.sub("lm_predictions").sub("lm_head");
        Layer tied = blocks.tied(params.get(PREFIX + ".embeddings.word_embeddings.weight"), predictions);
        return blocks.language(legacy ? predictions.sub("transform") : predictions, embedded, tied);
    }
}
