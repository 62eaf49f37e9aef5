package dev.graft.zoo.encoder;

import dev.graft.nn.Init;
import dev.graft.nn.Layer;
import dev.graft.nn.Layers;
import dev.graft.nn.Linear;
import dev.graft.nn.Path;
import dev.graft.nn.Stage;
import dev.graft.weights.WeightsException;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// Parts that encoders of several families are made of.
///
/// Inputs of a batch are the numbers of tokens, int64 `[N, L]`, which are x; then, in this order, the mask, int64
/// `[N, L]` with 1 for a token and 0 for padding; the types of tokens, int64 `[N, L]`; and for masked language models
/// the places of the hidden tokens in `[N * L]`, int64 `[M]`.
///
/// @param config of the encoder
/// @param width  of what is passed from layer to layer
record Blocks(EncoderConfig config, int width) {
    private static final int TYPES = 1;
    private static final int HIDDEN = 2;

    static Blocks of(EncoderConfig config, String widthKey) {
        return new Blocks(config, config.size(widthKey));
    }

    /// How linear layers and embeddings start.
    Init init() {
        return Init.normal(config.number("initializer_range", 0.02));
    }

    Layer dense(Path path, int in, int out) {
        return Layers.linear(path, Linear.of(in, out).withInit(init(), Init.ZEROS));
    }

    Layer norm(Path path, int size) {
        return Layers.layerNorm(path, size, config.number("layer_norm_eps", 1e-12), true);
    }

    Layer dropout(String key, double otherwise) {
        return Layers.dropout(config.probability(key, otherwise));
    }

    /// The dropout before the last layer, which is the ordinary one where nothing is said.
    Layer classifierDropout() {
        return dropout("classifier_dropout", config.probability("hidden_dropout_prob", 0.1));
    }

    /// The embedding of words: its padding row is zero and gets no gradient.
    Layer words(Path path, int size) {
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
                throw new WeightsException(config.source() + ": expected an activation among gelu, gelu_new, relu, silu,"
                        + " tanh, found '" + name + "'");
        };
    }

    /// The first token of each text: `[N, L, H]` to `[N, H]`.
    static Layer firstToken() {
        return (x, pass) -> x.select(1, 0);
    }

    /// The types of the batch's tokens.
    static Tensor types(dev.graft.nn.Pass pass) {
        return pass.extras().get(TYPES);
    }

    /// Only the hidden tokens: `[N, L, H]` to `[M, H]`.
    static Layer hiddenTokens() {
        return (x, pass) -> x.reshape(-1, x.size(2)).index_select(0, pass.extras().get(HIDDEN));
    }

    /// Logits over the vocabulary by the word embedding's own weight, and a bias.
    ///
    /// @param bias where the bias is made
    Layer tied(Tensor words, Path bias) {
        TensorOptional offset = bias.own(new TensorOptional(bias.param("bias", Init.ZEROS, config.vocabulary())));
        return (x, pass) -> torch.linear(x, words, offset);
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
