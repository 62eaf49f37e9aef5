package dev.graft.zoo.encoder;

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
import org.bytedeco.pytorch.Tensor;

/// BERT and what differs from it in embeddings and head alone.
///
/// - BERT: Devlin et al. 2018, <https://arxiv.org/abs/1810.04805>
/// - RoBERTa: Liu et al. 2019, <https://arxiv.org/abs/1907.11692>; XLM-RoBERTa: Conneau et al. 2019,
///   <https://arxiv.org/abs/1911.02116>
/// - ELECTRA: Clark et al. 2020, <https://arxiv.org/abs/2003.10555>
///
/// Names and formulas are those of transformers 4.46, `models/{bert,roberta,xlm_roberta,electra}/modeling_*.py`.
final class Bert {
    private static final List<String> ADAPTED = List.of("*.attention.self.query", "*.attention.self.value");

    private static final String LARGER_HEAD = "classifier.dense.";

    private Bert() {}

    static List<EncoderFamily> families() {
        return List.of(
                family("bert", "Bert", "bert", "bert.pooler.", "bert.pooler.", List.of("cls."), Kind.BERT),
                family("roberta", "Roberta", "roberta", "", LARGER_HEAD, List.of("lm_head."), Kind.ROBERTA),
                family("xlm-roberta", "XLMRoberta", "roberta", "", LARGER_HEAD, List.of("lm_head."), Kind.ROBERTA),
                family("electra", "Electra", "electra", "", LARGER_HEAD, List.of(), Kind.ELECTRA));
    }

    private static EncoderFamily family(
            String modelType,
            String className,
            String prefix,
            String pooler,
            String between,
            List<String> masks,
            Kind kind) {
        return new EncoderFamily(
                modelType,
                className,
                prefix,
                pooler,
                between,
                EncoderFamily.BERT_DROPOUTS,
                ADAPTED,
                masks,
                EncoderFamily.Naming.SAME,
                (config, head, device) -> new Bert.Plan(config, prefix, kind).build(head, device));
    }

    private enum Kind {
        BERT,
        ROBERTA,
        ELECTRA
    }

    /// What makes one network.
    private static final class Plan {
        private final EncoderConfig config;
        private final String prefix;
        private final Kind kind;
        private final Blocks blocks;
        private final int width;
        private final int embedded;

        Plan(EncoderConfig config, String prefix, Kind kind) {
            this.config = config;
            this.prefix = prefix;
            this.kind = kind;
            this.blocks = Blocks.of(config, "hidden_size");
            this.width = blocks.width();
            this.embedded = kind == Kind.ELECTRA ? config.size("embedding_size", 128) : width;
        }

        Network build(EncoderHead head, Device device) {
            ParamStore params = new ParamStore(device);
            List<Stage> stages = new ArrayList<>();
            stages.add(new Stage(
                    "embeddings", embeddings(params.stage("embeddings").sub(prefix))));
            for (int i : Blocks.upTo(config.size("num_hidden_layers"))) {
                String name = "layer." + i;
                ParamPath path = params.stage(name)
                        .sub(prefix)
                        .sub("encoder")
                        .sub("layer")
                        .sub(i);
                stages.add(new Stage(name, layer(path)));
            }
            switch (head) {
                case EncoderHead.Classification(int outputs, boolean newPooler) ->
                    stages.addAll(classifier(params, outputs, newPooler));
                case EncoderHead.Pooled pooled ->
                    stages.addAll(blocks.pooled(params, pooled, blocks.classifierDropout()));
                case EncoderHead.MaskedLanguageModel language -> stages.add(language(params));
            }
            return new Network(config.modelType(), params, stages);
        }

        private Layer embeddings(ParamPath root) {
            Layer all =
                    blocks.embeddings(root.sub("embeddings"), embedded, kind == Kind.ROBERTA ? config.padding() : -1);
            return embedded == width ? all : all.then(blocks.dense(root.sub("embeddings_project"), embedded, width));
        }

        private Layer layer(ParamPath path) {
            ParamPath self = path.sub("attention").sub("self");
            Layer context = new Attention(
                            config.size("num_attention_heads"), config.probability("attention_probs_dropout_prob", 0.1))
                    .of(
                            blocks.dense(self.sub("query"), width, width),
                            blocks.dense(self.sub("key"), width, width),
                            blocks.dense(self.sub("value"), width, width));
            return blocks.layer(path, context);
        }

        private List<Stage> classifier(ParamStore params, int outputs, boolean newPooler) {
            ParamPath head = params.stage("classifier");
            if (kind == Kind.BERT) {
                ParamPath pooler =
                        (newPooler ? head : params.stage("pooler")).sub(prefix).sub("pooler");
                Layer pooled = blocks.dense(pooler.sub("dense"), width, width).then(Layers.tanh());
                Layer last = blocks.classifierDropout().then(blocks.dense(head.sub("classifier"), width, outputs));
                return Blocks.pooled(newPooler, Blocks.firstToken(), pooled, last);
            }
            ParamPath classifier = head.sub("classifier");
            Layer last = sequence(
                    blocks.classifierDropout(),
                    blocks.dense(classifier.sub("dense"), width, width),
                    kind == Kind.ROBERTA ? Layers.tanh() : Layers.gelu(),
                    blocks.classifierDropout(),
                    blocks.dense(classifier.sub("out_proj"), width, outputs));
            return List.of(Blocks.pooling(), new Stage("classifier", last));
        }

        private Stage language(ParamStore params) {
            ParamPath head = params.stage("head");
            Tensor words = params.get(prefix + ".embeddings.word_embeddings.weight");
            return switch (kind) {
                case BERT -> {
                    ParamPath predictions = head.sub("cls").sub("predictions");
                    Layer tied = blocks.tied(words, predictions); // its bias is first among the names
                    yield blocks.language(predictions.sub("transform"), width, tied);
                }
                case ROBERTA -> {
                    ParamPath predictions = head.sub("lm_head");
                    Layer tied = blocks.tied(words, predictions);
                    yield new Stage(
                            "head",
                            sequence(
                                    Blocks.hiddenTokens(),
                                    blocks.dense(predictions.sub("dense"), width, width),
                                    Layers.gelu(),
                                    blocks.norm(predictions.sub("layer_norm"), width),
                                    tied));
                }
                case ELECTRA -> throw Encoders.noLanguageModel(config);
            };
        }
    }
}
