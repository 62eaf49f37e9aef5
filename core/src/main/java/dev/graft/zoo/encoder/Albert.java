package dev.graft.zoo.encoder;

import static dev.graft.nn.Layers.residual;
import static dev.graft.nn.Layers.sequence;

import dev.graft.nn.Attention;
import dev.graft.nn.Layer;
import dev.graft.nn.Layers;
import dev.graft.nn.Network;
import dev.graft.nn.ParamPath;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.torch.Device;
import dev.graft.weights.WeightsException;
import java.util.ArrayList;
import java.util.List;

/// ALBERT: Lan et al. 2019, <https://arxiv.org/abs/1909.11942>. Names and formulas are those of transformers 4.46,
/// `models/albert/modeling_albert.py`.
///
/// Layers of a group share their weights, so a group is one stage; ALBERTs that are published have one.
final class Albert {
    private static final String PREFIX = "albert";
    private static final String ACTIVATION = "gelu_new";

    private final EncoderConfig config;
    private final Blocks blocks;
    private final int width;
    private final int embedded;

    private Albert(EncoderConfig config) {
        this.config = config;
        this.blocks = Blocks.of(config, "hidden_size");
        this.width = blocks.width();
        this.embedded = config.size("embedding_size", 128);
    }

    static EncoderFamily family() {
        return new EncoderFamily(
                "albert",
                "Albert",
                PREFIX,
                PREFIX + ".pooler.",
                PREFIX + ".pooler.",
                List.of("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout_prob"),
                List.of("*.attention.query", "*.attention.value"),
                List.of("predictions."),
                EncoderFamily.Naming.SAME,
                (config, head, device) -> new Albert(config).build(head, device));
    }

    private Network build(EncoderHead head, Device device) {
        ParamStore params = new ParamStore(device);
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage("embeddings", embeddings(params.stage("embeddings").sub(PREFIX))));
        int groups = config.size("num_hidden_groups", 1);
        for (int group : Blocks.upTo(groups)) {
            String name = "group." + group;
            ParamPath path = params.stage(name).sub(PREFIX).sub("encoder").sub("albert_layer_groups");
            stages.add(new Stage(name, repeated(path.sub(group), timesOf(group, groups))));
        }
        switch (head) {
            case EncoderHead.Classification(int outputs, boolean newPooler) ->
                stages.addAll(classifier(params, outputs, newPooler));
            case EncoderHead.Pooled pooled ->
                stages.addAll(blocks.pooled(params, pooled, blocks.dropout("classifier_dropout_prob", 0.1)));
            case EncoderHead.MaskedLanguageModel language -> stages.add(language(params));
        }
        return new Network(config.modelType(), params, stages);
    }

    private Layer embeddings(ParamPath root) {
        return blocks.embeddings(root.sub("embeddings"), embedded, -1)
                .then(blocks.dense(root.sub("encoder").sub("embedding_hidden_mapping_in"), embedded, width));
    }

    /// How often a group is gone through.
    private int timesOf(int group, int groups) {
        int layers = config.size("num_hidden_layers");
        if (layers < groups) {
            throw new WeightsException(config.source() + ": num_hidden_layers: expected at least the " + groups
                    + " of num_hidden_groups, found " + layers);
        }
        double perGroup = layers / (double) groups;
        return (int) Blocks.upTo(layers).stream()
                .filter(layer -> (int) (layer / perGroup) == group)
                .count();
    }

    private Layer repeated(ParamPath path, int times) {
        List<Layer> inner = new ArrayList<>();
        for (int i : Blocks.upTo(config.size("inner_group_num", 1))) {
            inner.add(layer(path.sub("albert_layers").sub(i)));
        }
        Layer group = sequence(inner);
        return sequence(Blocks.upTo(times).stream().map(time -> group).toList());
    }

    private Layer layer(ParamPath path) {
        Layer outerNorm = blocks.norm(path.sub("full_layer_layer_norm"), width);
        ParamPath attention = path.sub("attention");
        Layer context = new Attention(
                        config.size("num_attention_heads"), config.probability("attention_probs_dropout_prob", 0))
                .of(
                        blocks.dense(attention.sub("query"), width, width),
                        blocks.dense(attention.sub("key"), width, width),
                        blocks.dense(attention.sub("value"), width, width));
        Layer made = sequence(
                context, blocks.dense(attention.sub("dense"), width, width), blocks.dropout("hidden_dropout_prob", 0));
        Layer attended = sequence(residual(made, Layers.identity()), blocks.norm(attention.sub("LayerNorm"), width));
        int wide = config.size("intermediate_size");
        Layer feed = sequence(
                blocks.dense(path.sub("ffn"), width, wide),
                blocks.activation(config.text("hidden_act", ACTIVATION)),
                blocks.dense(path.sub("ffn_output"), wide, width));
        Layer fed = sequence(residual(feed, Layers.identity()), outerNorm);
        return Layers.freeing(attended).then(Layers.freeing(fed));
    }

    private List<Stage> classifier(ParamStore params, int outputs, boolean newPooler) {
        ParamPath head = params.stage("classifier");
        ParamPath pooler =
                (newPooler ? head : params.stage("pooler")).sub(PREFIX).sub("pooler");
        Layer pooled = blocks.dense(pooler, width, width).then(Layers.tanh());
        Layer last = blocks.dropout("classifier_dropout_prob", 0.1)
                .then(blocks.dense(head.sub("classifier"), width, outputs));
        return Blocks.pooled(newPooler, Blocks.firstToken(), pooled, last);
    }

    private Stage language(ParamStore params) {
        ParamPath predictions = params.stage("head").sub("predictions");
        Layer tied = blocks.tied(params.get(PREFIX + ".embeddings.word_embeddings.weight"), predictions);
        Layer norm = blocks.norm(predictions.sub("LayerNorm"), embedded);
        return new Stage(
                "head",
                sequence(
                        Blocks.hiddenTokens(),
                        blocks.dense(predictions.sub("dense"), width, embedded),
                        blocks.activation(config.text("hidden_act", ACTIVATION)),
                        norm,
                        tied));
    }
}
