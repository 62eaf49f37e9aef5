package dev.graft.weights;

import static dev.graft.weights.Hostile.number;
import static dev.graft.weights.Hostile.pickle;
import static dev.graft.weights.Hostile.tensor;
import static dev.graft.weights.Hostile.text;
import static dev.graft.weights.Hostile.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What training programs put beside the tensors, in the opcodes of torch.save's protocol 2.
class NeighboursTest {
    @TempDir
    Path folder;

    static Stream<Arguments> neighbours() {
        return Stream.of(
                Arguments.of("Counter", pickle("ccollections\nCounter\n}", text("cat"), "K", 3, "s", 0x85, "R")),
                Arguments.of(
                        "defaultdict(list)",
                        pickle("ccollections\ndefaultdict\nc__builtin__\nlist\n", 0x85, "R", text("loss"), "]s")),
                Arguments.of("device", pickle("ctorch\ndevice\n", text("cuda"), "K", 0, 0x86, "R")),
                Arguments.of("Namespace", pickle("cargparse\nNamespace\n)", 0x81, "}", text("lr"), "K", 1, "sb")),
                Arguments.of("numpy 1 array", array("numpy.core.multiarray")),
                Arguments.of("numpy 2 array", array("numpy._core.multiarray")),
                Arguments.of("PosixPath", pickle("cpathlib\nPosixPath\n", text("/"), text("data"), 0x86, "R")),
                Arguments.of("PosixPath of 3.13", pickle("cpathlib._local\nPosixPath\n", text("data"), 0x85, "R")),
                Arguments.of("datetime", pickle("cdatetime\ndatetime\n", encoded(), 0x85, "R")),
                Arguments.of("timedelta", pickle("cdatetime\ntimedelta\nK", 0, "K", 5, "K", 0, 0x87, "R")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("neighbours")
    void neighboursOfTensorsArePassedOver(String what, byte[] neighbour) throws IOException {
        try (StateDict file = WeightsFile.read(beside(neighbour))) {
            assertThat(file.tensors()).containsOnlyKeys("x");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("neighbours")
    void aGlobalInsideANeighbourIsStillRefused(String what, byte[] neighbour) throws IOException {
        byte[] inside = pickle(neighbour, "cos\nsystem\n", text("echo harm"), 0x85, "Rb");
        assertThat(Hostile.refusal(beside(inside))).contains("refuses to load 'os.system'");
    }

    private static byte[] array(String module) {
        byte[] type = pickle("cnumpy\ndtype\n", text("f8"), 0x89, 0x88, 0x87, "R");
        return pickle(
                "c" + module + "\n_reconstruct\ncnumpy\nndarray\n",
                tuple(0),
                encoded(),
                0x87,
                "R(K",
                1,
                tuple(1),
                type,
                0x89,
                encoded(),
                "tb");
    }

    /// Bytes as protocol 2 spells them.
    private static byte[] encoded() {
        return pickle("c_codecs\nencode\n", text("b"), text("latin1"), 0x86, "R");
    }

    /// A file of `{"x": tensor, "beside": neighbour}`.
    private Path beside(byte[] neighbour) throws IOException {
        byte[] alone = tensor(1, number(0), tuple(1), tuple(1));
        byte[] open = Arrays.copyOf(alone, alone.length - 1);
        return Hostile.zip(folder, pickle(open, text("beside"), neighbour, "s."), 4);
    }
}
