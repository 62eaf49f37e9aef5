package dev.graft.bench.fuzz;

import dev.graft.data.ImageData;
import dev.graft.data.ImageDecoder;
import dev.graft.data.ImagePipeline;
import dev.graft.data.Preprocessing;
import dev.graft.data.Splits;
import dev.graft.data.text.TextData;
import dev.graft.nn.Network;
import dev.graft.text.Encoding;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.text.Tokenizers;
import dev.graft.torch.Device;
import dev.graft.torch.Scope;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.EncoderHead;
import dev.graft.zoo.encoder.Encoders;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Kinds of files that are read, and how each is read to its end.
enum Kind {
    /// Photos: decoded with three and with four channels, and made a network's input.
    IMAGES {
        @Override
        void read(Path folder, String damaged) {
            Path file = folder.resolve(damaged);
            new ImageDecoder(4, MOST_PIXELS).read(file);
            try (Scope scope = Scope.open()) {
                ImagePipeline.evaluation(Preprocessing.imagenet(224, 256))
                        .tensor(new ImageDecoder(3, MOST_PIXELS).read(file));
            }
        }
    },
    /// Files of torch.save and safetensors.
    WEIGHTS {
        @Override
        void read(Path folder, String damaged) {
            try (StateDict tensors = WeightsFile.read(folder.resolve(damaged))) {
                var _ = tensors.tensors().size();
            }
        }
    },
    /// CIFAR as it is published for Python.
    PICKLES {
        @Override
        void read(Path folder, String damaged) {
            ImageData.open(folder);
        }
    },
    /// The tokenizer of a model folder, with some texts.
    TOKENIZERS {
        @Override
        void read(Path folder, String damaged) {
            try (Tokenizer tokenizer = Tokenizers.read(folder)) {
                List<Encoding> encodings = tokenizer.encode(TEXTS, 64);
                if (encodings.size() != TEXTS.size()) {
                    throw new IllegalStateException("a text was lost");
                }
            }
        }
    },
    /// `config.json`, and the network that it describes.
    CONFIGS {
        @Override
        void read(Path folder, String damaged) {
            EncoderConfig config = EncoderConfig.read(folder);
            Encoders.requireKnown(config);
            if (config.parameters() > MOST_PARAMETERS && config.parameters() < REFUSED_PARAMETERS) {
                return; // so large a network may be meant
            }
            try (Scope scope = Scope.open();
                    Network network = Encoders.create(config, EncoderHead.classification(2), Device.CPU)) {
                var _ = network.params().entries().size();
            }
        }
    },
    /// Labelled texts in a table.
    TABLES {
        @Override
        void read(Path folder, String damaged) {
            Splits<Text> splits = TextData.open(folder.resolve(damaged));
            var _ = splits.train().size();
        }
    };

    private static final double MOST_PARAMETERS = 1e8;
    private static final double REFUSED_PARAMETERS = 1e12;
    private static final long MOST_PIXELS = 30_000_000;
    private static final List<Text> TEXTS = List.of(
            Text.of("The quick brown fox, 2024: it's naïve — ＡＢＣ."),
            Text.of("재미있게 봤습니다 ㅋㅋㅋ 😀"),
            Text.of(""),
            Text.of("a\u0000b\u200b\uFFFD\n\t" + "long ".repeat(50)),
            new Text("one", Optional.of("other")));

    /// Reads a file of this kind to its end.
    ///
    /// @param folder  where it lies
    /// @param damaged its name
    /// @throws RuntimeException as the library throws it
    abstract void read(Path folder, String damaged);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Kind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("--kinds: expected some of " + words() + ", found " + word));
    }

    static String words() {
        return Arrays.stream(values()).map(Kind::word).collect(Collectors.joining(","));
    }
}
