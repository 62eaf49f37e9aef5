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
import dev.graft.nn.Pass;
import dev.graft.nn.Stage;
import dev.graft.torch.Device;
import dev.graft.torch.Products;
import dev.graft.weights.WeightsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import tools.jackson.databind.JsonNode;

/// ModernBERT: Warner et al. 2024, <https://arxiv.org/abs/2412.13663>. Names and formulas are those of transformers
/// 4.48, `models/modernbert/modeling_modernbert.py`; configurations may be of transformers 5, too.
///
/// No biases, norms before what they feed, positions by rotation ([RotaryPositions]), a gate in the dense layers, and
/// attention that in most layers reaches only to near tokens. The part between encoder and last layer is pretrained, as
/// that of the masked language model.
final class ModernBert {
    private static final String PREFIX = "model";
    private static final String GLOBAL = "full_attention";
    private static final String LOCAL = "sliding_attention";
    /// Random weights stay within so many standard deviations.
    private static final double CUTOFF = 2;

    private final EncoderConfig config;
    private final Blocks blocks;
    private final int width;
    private final int layers;
    private final double deviation;

    private ModernBert(EncoderConfig config) {
        this.config = config;
        this.blocks = Blocks.of(config, "hidden_size");
        this.width = blocks.width();
        this.layers = config.size("num_hidden_layers");
        this.deviation = config.number("initializer_range", 0.02);
    }

    static EncoderFamily family() {
        return new EncoderFamily(
                "modernbert",
                "ModernBert",
                PREFIX,
                "head.",
                "head.",
                List.of("attention_dropout", "embedding_dropout", "mlp_dropout", "classifier_dropout"),
                List.of("*.attn.Wqkv"),
                List.of("head.", "decoder."),
                EncoderFamily.Naming.SAME,
                (config, head, device) -> new ModernBert(config).build(head, device));
    }

    private Network build(EncoderHead head, Device device) {
        ParamStore params = new ParamStore(device);
        List<Stage> stages = new ArrayList<>();
        ParamPath embeddings = params.stage("embeddings").sub(PREFIX).sub("embeddings");
        stages.add(new Stage(
                "embeddings",
                sequence(
                        blocks.words(embeddings.sub("tok_embeddings"), width),
                        norm(embeddings.sub("norm")),
                        blocks.dropout("embedding_dropout", 0))));
        for (int i : Blocks.upTo(layers)) {
            String name = "layer." + i;
            stages.add(new Stage(
                    name, layer(params.stage(name).sub(PREFIX).sub("layers").sub(i), i, device)));
        }
        stages.add(new Stage("norm", norm(params.stage("norm").sub(PREFIX).sub("final_norm"))));
        switch (head) {
            case EncoderHead.Classification(int outputs, boolean newPooler) ->
                stages.addAll(classifier(params, outputs, newPooler));
            case EncoderHead.Pooled pooled ->
                stages.addAll(blocks.pooled(params, pooled, blocks.dropout("classifier_dropout", 0)));
            case EncoderHead.MaskedLanguageModel language -> stages.add(language(params));
        }
        return new Network(config.modelType(), params, stages);
    }

    private Layer norm(ParamPath path) {
        return Layers.layerNorm(path, width, config.number("norm_eps", 1e-5), config.flag("norm_bias", false));
    }

    /// Layers that write into the sum that all layers add to start smaller, the more there are.
    private Layer dense(ParamPath path, Linear shape, String biasKey, boolean writes) {
        double std = writes ? deviation / Math.sqrt(2.0 * layers) : deviation;
        Linear started = shape.withInit(Init.truncatedNormal(std, CUTOFF), Init.ZEROS);
        return Layers.linear(path, config.flag(biasKey, false) ? started : started.withoutBias());
    }

    private Layer layer(ParamPath path, int number, Device device) {
        Layer before = number == 0 ? Layers.identity() : norm(path.sub("attn_norm"));
        Layer attended = added(before.then(attention(path.sub("attn"), number, device)));
        Layer between = norm(path.sub("mlp_norm"));
        int inner = config.size("intermediate_size");
        ParamPath mlp = path.sub("mlp");
        Layer up = dense(mlp.sub("Wi"), Linear.of(width, 2 * inner), "mlp_bias", false);
        Layer activation = blocks.activation(config.text("hidden_activation", "gelu"));
        Layer gated = (x, pass) -> {
            Tensor both = up.forward(x, pass);
            return activation.forward(both.narrow(-1, 0, inner), pass).mul(both.narrow(-1, inner, inner));
        };
        Layer fed = added(sequence(
                between,
                gated,
                blocks.dropout("mlp_dropout", 0),
                dense(mlp.sub("Wo"), Linear.of(inner, width), "mlp_bias", true)));
        return attended.then(fed);
    }

    /// What a layer makes, added to x. Not in place of what it makes, which mixed precision has in 16 bits: no norm
    /// follows, and the sum of all layers wants more of them.
    private static Layer added(Layer body) {
        return Layers.freeing((x, pass) -> x.add(body.forward(x, pass)));
    }

    private Layer attention(ParamPath path, int number, Device device) {
        boolean global = isGlobal(number);
        int heads = config.size("num_attention_heads");
        int size = width / heads;
        int reach = global ? Integer.MAX_VALUE : config.size("local_attention", 128) / 2;
        double dropout = config.probability("attention_dropout", 0);
        Attention attention = new Attention(heads, dropout);
        RotaryPositions rotary = RotaryPositions.of(path, theta(global), size, device);
        Layer all = dense(path.sub("Wqkv"), Linear.of(width, 3 * width), "attention_bias", false);
        Layer out = dense(path.sub("Wo"), Linear.of(width, width), "attention_bias", true)
                .then(Layers.dropout(dropout));
        Layer context = (x, pass) -> {
            Tensor qkv = all.forward(x, pass).view(x.size(0), x.size(1), 3, heads, size);
            Tensor turned = rotary.turn(qkv.narrow(2, 0, 2));
            Tensor q = turned.select(2, 0).transpose(1, 2);
            Tensor k = turned.select(2, 1).transpose(1, 2);
            Tensor v = qkv.select(2, 2).transpose(1, 2);
            return attention.merge(attention.attend(q, k, v, seen(reach, pass), pass));
        };
        return context.then(out);
    }

    /// Where a token may look. Padding sees itself, so that nothing looks nowhere and gradients are numbers.
    private static Tensor seen(int reach, Pass pass) {
        Tensor tokens = Attention.seen(pass);
        long length = tokens.size(3);
        if (length - 1 <= reach) {
            return tokens;
        }
        Tensor mask = pass.extras().getFirst();
        Tensor places = torch.arange(new Scalar(length), mask.options());
        Tensor distance = places.unsqueeze(1).sub(places.unsqueeze(0)).abs_();
        Tensor itself = distance.eq(new Scalar(0L));
        return distance.le(new Scalar((long) reach)).logical_and(tokens).logical_or(itself);
    }

    private boolean isGlobal(int number) {
        List<String> types = config.words("layer_types");
        if (types.isEmpty()) {
            return number % config.size("global_attn_every_n_layers", 3) == 0;
        }
        if (types.size() != layers) {
            throw new WeightsException(config.source() + ": layer_types: expected one for each of the " + layers
                    + " layers, found " + types.size());
        }
        return types.get(number).equals(GLOBAL);
    }

    private double theta(boolean global) {
        double old = config.number(global ? "global_rope_theta" : "local_rope_theta", global ? 160_000 : 10_000);
        Optional<JsonNode> newer = config.node("rope_parameters").map(all -> all.path(global ? GLOBAL : LOCAL));
        newer.map(one -> one.path("rope_type"))
                .filter(type -> type.isString() && !type.stringValue().equals("default"))
                .ifPresent(type -> {
                    throw new WeightsException(
                            config.source() + ": rope_parameters: expected rope_type \"default\", found " + type);
                });
        return newer.map(one -> one.path("rope_theta"))
                .filter(JsonNode::isNumber)
                .map(JsonNode::doubleValue)
                .orElse(old);
    }

    /// What stands between the encoder and the last layer.
    private Layer between(ParamPath path) {
        return sequence(
                dense(path.sub("dense"), Linear.of(width, width), "classifier_bias", true),
                blocks.activation(config.text("classifier_activation", "gelu")),
                norm(path.sub("norm")));
    }

    private List<Stage> classifier(ParamStore params, int outputs, boolean newPooler) {
        ParamPath head = params.stage("classifier");
        Layer pooled = between((newPooler ? head : params.stage("pooler")).sub("head"));
        Init init = Init.truncatedNormal(1 / Math.sqrt(width), CUTOFF);
        Layer last = blocks.dropout("classifier_dropout", 0)
                .then(Layers.linear(
                        head.sub("classifier"), Linear.of(width, outputs).withInit(init, Init.ZEROS)));
        return Blocks.pooled(newPooler, pool(), pooled, last);
    }

    private Layer pool() {
        String pooling = config.text("classifier_pooling", "cls");
        return switch (pooling) {
            case "cls" -> Pooling.CLS.layer();
            case "mean" -> Pooling.MEAN.layer();
            default ->
                throw new WeightsException(
                        config.source() + ": classifier_pooling: expected cls or mean, found '" + pooling + "'");
        };
    }

    private Stage language(ParamStore params) {
        ParamPath head = params.stage("head");
        Layer made = between(head.sub("head"));
        Tensor words = params.get(PREFIX + ".embeddings.tok_embeddings.weight");
        Layer tied =
                config.flag("decoder_bias", true) ? blocks.tied(words, head.sub("decoder")) : unbiased(words, head);
        return new Stage("head", sequence(Blocks.hiddenTokens(), made, tied));
    }

    private static Layer unbiased(Tensor words, ParamPath path) {
        TensorOptional none = path.own(new TensorOptional());
        return (x, pass) -> Products.linear(x, words, none);
    }
}
