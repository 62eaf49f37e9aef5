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
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// DistilBERT: Sanh et al. 2019, <https://arxiv.org/abs/1910.01108>. Names and formulas are those of transformers
/// 4.46, `models/distilbert/modeling_distilbert.py`.
final class DistilBert {
    private static final String PREFIX = "distilbert";
    private static final double EPSILON = 1e-12;

    private final EncoderConfig config;
    private final Blocks blocks;
    private final int width;

    private DistilBert(EncoderConfig config) {
        this.config = config;
        this.blocks = Blocks.of(config, "dim");
        this.width = blocks.width();
    }

    static EncoderFamily family() {
        return new EncoderFamily(
                "distilbert",
                "DistilBert",
                PREFIX,
                "",
                "pre_classifier.",
                List.of("dropout", "attention_dropout", "seq_classif_dropout"),
                List.of("*.attention.q_lin", "*.attention.v_lin"),
                List.of("vocab_"),
                EncoderFamily.Naming.SAME,
                (config, head, device) -> new DistilBert(config).build(head, device));
    }

    private Network build(EncoderHead head, Device device) {
        ParamStore params = new ParamStore(device);
        List<Stage> stages = new ArrayList<>();
        stages.add(new Stage(
                "embeddings", embeddings(params.stage("embeddings").sub(PREFIX).sub("embeddings"))));
        for (int i : Blocks.upTo(config.size("n_layers"))) {
            String name = "layer." + i;
            stages.add(new Stage(
                    name,
                    layer(params.stage(name)
                            .sub(PREFIX)
                            .sub("transformer")
                            .sub("layer")
                            .sub(i))));
        }
        switch (head) {
            case EncoderHead.Classification(int outputs, boolean newPooler) -> {
                stages.add(Blocks.pooling());
                stages.add(new Stage("classifier", classifier(params.stage("classifier"), outputs)));
            }
            case EncoderHead.Pooled pooled ->
                stages.addAll(blocks.pooled(params, pooled, blocks.dropout("seq_classif_dropout", 0.2)));
            case EncoderHead.MaskedLanguageModel language -> stages.add(language(params));
        }
        return new Network(config.modelType(), params, stages);
    }

    private Layer embeddings(ParamPath path) {
        Layer words = blocks.words(path.sub("word_embeddings"), width);
        Layer places = Layers.embedding(
                path.sub("position_embeddings"), config.size("max_position_embeddings", 512), width, -1, blocks.init());
        Layer norm = norm(path.sub("LayerNorm"));
        Layer sum = (x, pass) -> {
            Tensor place = torch.arange(new Scalar(x.size(1)), x.options());
            return words.forward(x, pass).add_(places.forward(place, pass));
        };
        return sequence(sum, norm, blocks.dropout("dropout", 0.1));
    }

    private Layer layer(ParamPath path) {
        ParamPath self = path.sub("attention");
        Layer context = new Attention(config.size("n_heads"), config.probability("attention_dropout", 0.1))
                .of(
                        blocks.dense(self.sub("q_lin"), width, width),
                        blocks.dense(self.sub("k_lin"), width, width),
                        blocks.dense(self.sub("v_lin"), width, width));
        Layer out = blocks.dense(self.sub("out_lin"), width, width);
        Layer attended = sequence(residual(context.then(out), Layers.identity()), norm(path.sub("sa_layer_norm")));
        int inner = config.size("hidden_dim");
        Layer feed = sequence(
                blocks.dense(path.sub("ffn").sub("lin1"), width, inner),
                blocks.activation(config.text("activation", "gelu")),
                blocks.dense(path.sub("ffn").sub("lin2"), inner, width),
                blocks.dropout("dropout", 0.1));
        Layer fed = sequence(residual(feed, Layers.identity()), norm(path.sub("output_layer_norm")));
        return Layers.freeing(attended).then(Layers.freeing(fed));
    }

    private Layer norm(ParamPath path) {
        return Layers.layerNorm(path, width, EPSILON, true);
    }

    private Layer classifier(ParamPath head, int outputs) {
        return sequence(
                blocks.dense(head.sub("pre_classifier"), width, width),
                Layers.relu(),
                blocks.dropout("seq_classif_dropout", 0.2),
                blocks.dense(head.sub("classifier"), width, outputs));
    }

    private Stage language(ParamStore params) {
        ParamPath head = params.stage("head");
        Layer transform = blocks.dense(head.sub("vocab_transform"), width, width);
        Layer norm = norm(head.sub("vocab_layer_norm"));
        Layer tied =
                blocks.tied(params.get(PREFIX + ".embeddings.word_embeddings.weight"), head.sub("vocab_projector"));
        return new Stage(
                "head",
                sequence(
                        Blocks.hiddenTokens(),
                        transform,
                        blocks.activation(config.text("activation", "gelu")),
                        norm,
                        tied));
    }
}
