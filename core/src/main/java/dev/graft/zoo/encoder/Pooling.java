package dev.graft.zoo.encoder;

import dev.graft.nn.Layer;
import dev.graft.text.NearNames;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// How one vector is made of those of a text's tokens, `[N, L, H]` to `[N, H]`. Padding has no part in it.
///
/// Reimers and Gurevych 2019, <https://arxiv.org/abs/1908.10084>; formulas of sentence-transformers 6.2.0,
/// `sentence_transformer/modules/pooling.py`.
public enum Pooling {
    /// The vector of the first token, the class token.
    CLS {
        @Override
        Layer layer() {
            return Blocks.firstToken();
        }
    },
    /// The mean over all tokens.
    MEAN {
        @Override
        Layer layer() {
            return (x, pass) -> {
                Tensor tokens = Blocks.tokens(pass);
                return x.mul(tokens).sum(1).div(tokens.sum(1));
            };
        }
    },
    /// The greatest value over all tokens, for each place of the vector by itself.
    MAX {
        @Override
        Layer layer() {
            return (x, pass) -> {
                Tensor padding = Blocks.tokens(pass).eq(new Scalar(0L));
                return torch.amax(x.masked_fill(padding, new Scalar(Double.NEGATIVE_INFINITY)), new long[] {1}, false);
            };
        }
    };

    /// Made of parts that have no parameters.
    abstract Layer layer();

    /// `cls`, `mean` or `max`, as it is written on the command line and in files.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// All words there are.
    public static List<String> words() {
        return Stream.of(values()).map(Pooling::word).toList();
    }

    /// @throws IllegalArgumentException if there is no pooling of that word; the message names the nearest
    public static Pooling of(String word) {
        return Stream.of(values())
                .filter(known -> known.word().equals(word.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("pooling: expected " + String.join(", ", words())
                        + ", found '" + word + "'; nearest: "
                        + NearNames.nearest(word, words(), 1).getFirst()));
    }
}
