package dev.graft.weights;

import static dev.graft.weights.Hostile.little32;
import static dev.graft.weights.Hostile.little64;
import static dev.graft.weights.Hostile.number;
import static dev.graft.weights.Hostile.pickle;
import static dev.graft.weights.Hostile.tensor;
import static dev.graft.weights.Hostile.text;
import static dev.graft.weights.Hostile.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostilePickleTest {
    @TempDir
    Path folder;

    static Stream<Arguments> forbidden() {
        return Stream.of(
                Arguments.of("REDUCE", pickle(0x80, 2, "cos\nsystem\n", text("echo harm"), 0x85, "R."), "os.system"),
                Arguments.of("posix", pickle(0x80, 2, "cposix\nsystem\n", ")R."), "posix.system"),
                Arguments.of("nt", pickle(0x80, 2, "cnt\nsystem\n", ")R."), "nt.system"),
                Arguments.of("eval", pickle(0x80, 2, "c__builtin__\neval\n", ")R."), "__builtin__.eval"),
                Arguments.of("INST", pickle(0x80, 2, "(", text("harm"), "ios\nsystem\n."), "os.system"),
                Arguments.of("OBJ", pickle(0x80, 2, "(cos\nsystem\n", text("harm"), "o."), "os.system"),
                Arguments.of(
                        "STACK_GLOBAL",
                        pickle(0x80, 4, 0x8c, 8, "builtins", 0x8c, 4, "eval", 0x93, ")R."),
                        "builtins.eval"),
                Arguments.of("unused", pickle(0x80, 2, "cos\nsystem\n0}."), "os.system"),
                // classes that the pickling library would make by itself
                Arguments.of("bytearray", pickle(0x80, 2, "c__builtin__\nbytearray\n", ")R."), "__builtin__.bytearray"),
                Arguments.of("decimal", pickle(0x80, 2, "cdecimal\nDecimal\n", ")R."), "decimal.Decimal"),
                Arguments.of("set", pickle(0x80, 2, "cbuiltins\nset\n", ")R."), "builtins.set"),
                Arguments.of("complex", pickle(0x80, 2, "cbuiltins\ncomplex\n", ")R."), "builtins.complex"),
                Arguments.of("getattr", pickle(0x80, 2, "coperator\nattrgetter\n", ")R."), "operator.attrgetter"),
                Arguments.of("exception", pickle(0x80, 2, "cexceptions\nIOError\n", ")R."), "exceptions.IOError"),
                Arguments.of("unknown", pickle(0x80, 2, "cmy.project\nModel\n", ")", 0x81, "."), "my.project.Model"),
                Arguments.of("torch", pickle(0x80, 2, "ctorch.hub\nload\n", ")R."), "torch.hub.load"),
                Arguments.of(
                        "line end", pickle(0x80, 4, 0x8c, 2, "o\n", 0x8c, 3, "s\u0000x", 0x93, "."), "o\\n.s\\u0000x"));
    }

    /// Each call is one step and copies the whole list: their product is what counts.
    @Test
    void theSameListForThousandsOfCallsIsRefusedInTime() throws IOException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        object.writeBytes(
                pickle(0x80, 2, "ccollections\nOrderedDict\nq", 0, text("k"), "N", 0x86, "q", 1, "]q", 2, "("));
        for (int i = 0; i < 20_000; i++) {
            object.writeBytes(pickle("h", 1));
        }
        object.writeBytes(pickle("e", 0x85, "q", 3));
        for (int i = 0; i < 20_000; i++) {
            object.writeBytes(pickle("h", 0, "h", 3, "R0"));
        }
        object.writeBytes(pickle("}."));
        assertThat(Hostile.refusal(Hostile.zip(folder, object.toByteArray(), 4)))
                .isEqualTo("hostile.pth: its pickle takes more than 2000000 steps: no weights file does");
    }

    @Test
    @NeedsShared("cases/drills/od-quadratic-small.pth")
    void drill() {
        assertThat(Hostile.refusal(Shared.path("cases/drills/od-quadratic-small.pth")))
                .contains("takes more than");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forbidden")
    void onlyTensorsAreLoaded(String how, byte[] object, String global) throws IOException {
        String expected = "hostile.pth: refuses to load '" + global + "': only tensors may be in a weights file;"
                + " save it again with torch.save(model.state_dict(), …)";
        assertThat(Hostile.refusal(Hostile.zip(folder, object, 4))).isEqualTo(expected);
        assertThat(Hostile.refusal(Hostile.legacy(folder, object))).isEqualTo(expected);
    }

    static Stream<Arguments> broken() {
        byte[] zero = number(0);
        return Stream.of(
                Arguments.of("BINBYTES8", pickle(0x80, 4, 0x8e, little64(1L << 40), "x."), "announces 1099511627776"),
                Arguments.of(
                        "BINUNICODE8", pickle(0x80, 4, 0x8d, little64(-1), "x."), "announces 18446744073709551615"),
                Arguments.of("BINUNICODE", pickle(0x80, 2, "X", little32(-1), "x."), "announces 4294967295 bytes"),
                Arguments.of("BINSTRING", pickle(0x80, 2, "T", little32(1 << 30), "x."), "announces 1073741824 bytes"),
                Arguments.of("LONG4", pickle(0x80, 2, 0x8b, little32(Integer.MAX_VALUE), "x."), "opcode 0x8b"),
                Arguments.of("FRAME", pickle(0x80, 4, 0x95, little64(Long.MAX_VALUE), "}."), "contains no tensors"),
                Arguments.of("BYTEARRAY8", pickle(0x80, 5, 0x96, little64(1L << 50), "."), "opcode 0x96"),
                Arguments.of("POP_MARK", pickle(0x80, 2, "(1}."), "opcode 0x31"),
                Arguments.of("APPENDS", pickle(0x80, 2, "}(Ne."), "appends to something that is not a list"),
                Arguments.of("EXT1", pickle(0x80, 2, 0x82, 1, "."), "opcode 0x82"),
                Arguments.of("PERSID", pickle(0x80, 2, "Pstorage\n."), "opcode 0x50"),
                Arguments.of("module", pickle(0x80, 2, "(", text("module"), "tQ."), "not a storage"),
                Arguments.of("too long", tensor(1, zero, tuple(2), tuple(1)), "reaches outside its storage of 1"),
                Arguments.of("offset", tensor(1, number(1), tuple(1), tuple(1)), "reaches outside its storage"),
                Arguments.of("negative offset", tensor(1, number(-1), tuple(1), tuple(1)), "starts at element -1"),
                Arguments.of("negative shape", tensor(1, zero, tuple(-1), tuple(1)), "negative size"),
                Arguments.of("negative stride", tensor(1, zero, tuple(1), tuple(-1)), "negative stride"),
                Arguments.of("stride overflow", tensor(1, zero, tuple(3), tuple(Long.MAX_VALUE)), "overflow"),
                Arguments.of(
                        "shape overflow",
                        tensor(1, zero, tuple(1L << 40, 1L << 40), tuple(0, 0)),
                        "larger than any memory"),
                Arguments.of("expanded", tensor(1, zero, tuple(1L << 40), tuple(0)), "over a storage of 1 elements"),
                Arguments.of("strides", tensor(1, zero, tuple(1), tuple(1, 1)), "1 sizes and 2 strides"),
                Arguments.of(
                        "huge storage", tensor(1L << 40, zero, tuple(1), tuple(1)), "expected 4398046511104 bytes"),
                Arguments.of("huge count", tensor(Long.MAX_VALUE, zero, tuple(1), tuple(1)), "larger than any memory"),
                Arguments.of("negative count", tensor(-1, zero, tuple(0), tuple(1)), "claims -1 elements"),
                Arguments.of("offset is text", tensor(1, text("0"), tuple(1), tuple(1)), "argument 1 of a tensor"),
                Arguments.of("list as key", pickle(0x80, 2, "}]Ns."), "a key that is not a plain value"),
                Arguments.of("itself as key", pickle(0x80, 2, "}q\u0000h\u0000Ns."), "a key that is not a plain value"),
                Arguments.of("state of a list", pickle(0x80, 2, "]}b."), "sets the state"),
                Arguments.of("call of a text", pickle(0x80, 2, text("x"), ")R."), "its pickle is damaged"),
                Arguments.of("empty stack", pickle(0x80, 2, "0."), "its pickle is damaged"),
                Arguments.of("no mark", pickle(0x80, 2, "t."), "its pickle is damaged"),
                Arguments.of("no memo", pickle(0x80, 2, "h\u0007."), "its pickle is damaged"),
                Arguments.of("protocol", pickle(0x80, 99, "}."), "its pickle is damaged"),
                Arguments.of("nothing", pickle(), "cannot be read"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void brokenPicklesAreRefused(String what, byte[] object, String reason) throws IOException {
        assertThat(Hostile.refusal(Hostile.zip(folder, object, 4))).contains(reason);
    }

    @Test
    void deepNestingEndsInARefusal() throws IOException {
        byte[] lists = new byte[500_000];
        Arrays.fill(lists, (byte) ']');
        byte[] appends = new byte[499_999];
        Arrays.fill(appends, (byte) 'a');
        byte[] deep = pickle(0x80, 2, lists, appends, ".");
        assertThat(Hostile.refusal(Hostile.zip(folder, deep, 4))).contains("expected a state dict");

        byte[] dicts = pickle(0x80, 2, "}q\u0000", text("state_dict"), "h\u0000s.");
        assertThat(Hostile.refusal(Hostile.zip(folder, dicts, 4))).contains("contains no tensors with names");
    }

    @Test
    void memoBombsEndInARefusal() throws IOException {
        byte[] doubling = new byte[3 * 1_000];
        for (int i = 0; i < doubling.length; i += 3) { // DUP, TUPLE2, and nothing that walks through the result
            doubling[i] = '2';
            doubling[i + 1] = (byte) 0x86;
            doubling[i + 2] = (byte) 0x94; // MEMOIZE
        }
        byte[] bomb = pickle(0x80, 4, "]", doubling, ".");
        assertThat(Hostile.refusal(Hostile.zip(folder, bomb, 4))).contains("expected a state dict");
    }

    @Test
    @Timeout(60)
    void listsThatGrowByOneElementManyTimesTakeNoLonger() throws IOException {
        byte[] growing = new byte[3 * 600_000];
        for (int i = 0; i < growing.length; i += 3) { // MARK, NONE, APPENDS
            growing[i] = '(';
            growing[i + 1] = 'N';
            growing[i + 2] = 'e';
        }
        assertThat(Hostile.refusal(Hostile.zip(folder, pickle(0x80, 2, "]", growing, "."), 4)))
                .contains("expected a state dict");
    }

    @Test
    void endlessProgramsAreStopped() throws IOException {
        byte[] steps = new byte[5_000_000];
        for (int i = 0; i < steps.length; i += 2) { // NONE, POP
            steps[i] = 'N';
            steps[i + 1] = '0';
        }
        assertThat(Hostile.refusal(Hostile.zip(folder, pickle(0x80, 2, steps, "}."), 4)))
                .contains("takes more than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip.pth", "legacy.pth"})
    void truncatedFilesAreRefusedWhereverTheyEnd(String name) throws IOException {
        byte[] whole = Files.readAllBytes(Golden.file(name));
        for (int length = 0; length < whole.length; length += 13) {
            Path file = Files.write(folder.resolve("short.pth"), Arrays.copyOf(whole, length));
            assertThat(Hostile.refusal(file)).as("%s bytes", length).isNotEmpty();
        }
    }

    @Test
    void bigEndianFilesAreRefused() throws IOException {
        byte[] head = pickle(
                LegacyFile.MAGIC,
                ".",
                pickle(0x80, 2, "M", 0xe9, 0x03, "."),
                pickle(0x80, 2, "}", text("little_endian"), 0x89, "s."));
        Path file = Files.write(folder.resolve("big.pth"), pickle(head, 0x80, 2, "}."));
        assertThat(Hostile.refusal(file)).contains("byte order 'big', expected little");
    }
}
