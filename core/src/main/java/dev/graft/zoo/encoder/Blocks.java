package dev.graft.zoo.encoder;

import static dev.graft.nn.Layers.residual;
import static dev.graft.nn.Layers.sequence;

import dev.graft.nn.Init;
import dev.graft.nn.Layer;
import dev.graft.nn.Layers;
import dev.graft.nn.Linear;
import dev.graft.nn.ParamPath;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Pass;
import dev.graft.nn.Stage;
import dev.graft.torch.Products;
import dev.graft.weights.WeightsException;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Parts that encoders of several families are made of.
///
/// Inputs of a batch are the numbers of tokens, int64 `[N, L]`, which are x; then, in this order, the mask, int64
/// `[N, L]` with 1 for a token and 0 for padding; the types of tokens, int64 `[N, L]`; and for masked language models
/// the places of the hidden tokens in `[N * L]`, int64 `[M]`.
///
/// @param config  of the encoder
/// @param width   of what is passed from layer to layer
/// @param epsilon of norms
record Blocks(EncoderConfig config, int width, double epsilon) {
    private static final int TYPES = 1;
    private static final int HIDDEN = 2;
    private static final double SMALLEST = 1e-12; // so that a vector of zeros stays one

    static Blocks of(EncoderConfig config, String widthKey) {
        return of(config, widthKey, 1e-12);
    }

    /// @param epsilon of norms where the configuration says none
    static Blocks of(EncoderConfig config, String widthKey, double epsilon) {
        return new Blocks(config, config.size(widthKey), config.number("layer_norm_eps", epsilon));
    }

    /// How linear layers and embeddings start.
    Init init() {
        return Init.normal(config.number("initializer_range", 0.02));
    }

    Layer dense(ParamPath path, int in, int out) {
        return Layers.linear(path, Linear.of(in, out).withInit(init(), Init.ZEROS));
    }

    Layer norm(ParamPath path, int size) {
        return Layers.layerNorm(path, size, epsilon, true);
    }

    Layer dropout(String key, double otherwise) {
        return Layers.dropout(config.probability(key, otherwise));
    }

    /// The dropout before the last layer, which is the ordinary one where nothing is said.
    Layer classifierDropout() {
        return dropout("classifier_dropout", config.probability("hidden_dropout_prob", 0.1));
    }

    /// The embedding of words: its padding row is zero and gets no gradient.
    Layer words(ParamPath path, int size) {
        int padding = config.padding();
        if (padding >= config.vocabulary()) {
            throw new WeightsException(config.source() + ": pad_token_id: expected below vocab_size "
                    + config.vocabulary() + ", found " + padding);
        }
        Init normal = init();
        Init withPadding = (t, rng) -> {
            normal.fill(t, rng);
            if (padding >= 0) {
                t.select(0, padding).zero_();
            }
        };
        return Layers.embedding(path, config.vocabulary(), size, padding, withPadding);
    }

    /// An activation by HuggingFace's name for it.
    ///
    /// @throws WeightsException if it is not known
    Layer activation(String name) {
        return switch (name) {
            case "gelu", "gelu_python" -> Layers.gelu();
            case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> Layers.geluTanh();
            case "relu" -> Layers.relu();
            case "silu", "swish" -> Layers.silu();
            case "tanh" -> Layers.tanh();
            default ->
                throw new WeightsException(config.source()
                        + ": expected an activation among gelu, gelu_new, relu, silu," + " tanh, found '" + name + "'");
        };
    }

    /// The first token of each text: `[N, L, H]` to `[N, H]`.
    static Layer firstToken() {
        return (x, pass) -> x.select(1, 0);
    }

    /// The types of the batch's tokens.
    static Tensor types(Pass pass) {
        return pass.extras().get(TYPES);
    }

    /// The mask of the batch as a factor of `[N, L, H]`: 1 for a token, 0 for padding.
    static Tensor tokens(Pass pass) {
        return pass.extras().getFirst().unsqueeze(-1);
    }

    /// The place of each token, counted from 0.
    static Tensor inOrder(Tensor ids) {
        return torch.arange(new Scalar(ids.size(1)), ids.options());
    }

    /// BERT's embeddings: of words, places and types, added and normalised.
    ///
    /// @param padding where places are counted from: behind this number, tokens alone; -1 for from 0, in order
    Layer embeddings(ParamPath path, int size, int padding) {
        Layer words = words(path.sub("word_embeddings"), size);
        int positions = config.size("max_position_embeddings", 512);
        Layer places = Layers.embedding(path.sub("position_embeddings"), positions, size, padding, init());
        Layer types = Layers.embedding(
                path.sub("token_type_embeddings"), config.size("type_vocab_size", 2), size, -1, init());
        Layer sum = (x, pass) -> {
            Tensor place = padding < 0 ? inOrder(x) : afterPadding(x, padding);
            return words.forward(x, pass).add_(types.forward(types(pass), pass)).add_(places.forward(place, pass));
        };
        return sequence(sum, norm(path.sub("LayerNorm"), size), dropout("hidden_dropout_prob", 0.1));
    }

    /// Positions count tokens alone and begin after the number of the padding.
    private static Tensor afterPadding(Tensor ids, int number) {
        Scalar padding = new Scalar((long) number);
        Tensor token = ids.ne(padding).to(torch.ScalarType.Long);
        return token.cumsum(1).mul_(token).add_(padding);
    }

    /// BERT's layer: attention, then two dense layers on each token; what each makes is added to what it was given,
    /// and normalised.
    ///
    /// @param context attention, without the dense layer behind it
    Layer layer(ParamPath path, Layer context) {
        ParamPath attention = path.sub("attention").sub("output");
        Layer attended = sequence(
                residual(context.then(output(attention, width)), Layers.identity()),
                norm(attention.sub("LayerNorm"), width));
        int inner = config.size("intermediate_size");
        Layer up = dense(path.sub("intermediate").sub("dense"), width, inner)
                .then(activation(config.text("hidden_act", "gelu")));
        Layer fed = sequence(
                residual(up.then(output(path.sub("output"), inner)), Layers.identity()),
                norm(path.sub("output").sub("LayerNorm"), width));
        return Layers.freeing(attended).then(Layers.freeing(fed));
    }

    private Layer output(ParamPath path, int in) {
        return dense(path.sub("dense"), in, width).then(dropout("hidden_dropout_prob", 0.1));
    }

    /// Only the hidden tokens: `[N, L, H]` to `[M, H]`.
    static Layer hiddenTokens() {
        return (x, pass) ->
                x.reshape(-1, x.size(2)).index_select(0, pass.extras().get(HIDDEN));
    }

    /// Logits over the vocabulary by the word embedding's own weight, and a bias.
    ///
    /// @param bias where the bias is made
    Layer tied(Tensor words, ParamPath bias) {
        TensorOptional offset = bias.own(new TensorOptional(bias.param("bias", Init.ZEROS, config.vocabulary())));
        return (x, pass) -> Products.linear(x, words, offset);
    }

    /// The stages of a classifier that looks at a pooled text: `pooler` and `classifier`, or where the pooler is new,
    /// both as one head.
    ///
    /// @param pool   `[N, L, H]` to one vector a text, without parameters
    /// @param pooler what is made of it
    /// @param last   the layer of logits
    static List<Stage> pooled(boolean newPooler, Layer pool, Layer pooler, Layer last) {
        return newPooler
                ? List.of(new Stage("pooling", pool), new Stage("classifier", pooler.then(last)))
                : List.of(new Stage("pooler", pool.then(pooler)), new Stage("classifier", last));
    }

    /// The stages of a classifier over a pooled text: `pooling`, which has no parameters, and `classifier`.
    ///
    /// @param dropout before the last layer
    List<Stage> pooled(ParamStore params, EncoderHead.Pooled head, Layer dropout) {
        Layer pool = head.pooling().layer();
        Layer last = dense(params.stage("classifier").sub("classifier"), width, head.outputs());
        return List.of(
                new Stage("pooling", head.normalized() ? pool.then(unitLength()) : pool),
                new Stage("classifier", dropout.then(last)));
    }

    /// Vectors, `[N, H]`, of length 1, as `torch.nn.functional.normalize` makes them.
    private static Layer unitLength() {
        long[] last = {-1};
        return (x, pass) -> {
            Tensor length = torch.linalg_vector_norm(x, new Scalar(2), last, true, new ScalarTypeOptional());
            return x.div(length.clamp_min(new Scalar(SMALLEST)));
        };
    }

    /// The head of BERT's masked language model, on hidden tokens.
    ///
    /// @param transform where its dense layer is
    /// @param size      of the word embedding
    /// @param tied      the last layer
    Stage language(ParamPath transform, int size, Layer tied) {
        return new Stage(
                "head",
                sequence(
                        hiddenTokens(),
                        dense(transform.sub("dense"), width, size),
                        activation(config.text("hidden_act", "gelu")),
                        norm(transform.sub("LayerNorm"), size),
                        tied));
    }

    /// A stage that takes nothing but the first token of each text: what is passed on has one shape for all texts.
    static Stage pooling() {
        return new Stage("pooling", firstToken());
    }

    /// Number of each layer.
    static List<Integer> upTo(int layers) {
        return java.util.stream.IntStream.range(0, layers).boxed().toList();
    }
}
