package dev.graft.torch;

import java.io.IOException;

/// A process that has unpacked what libtorch needs and loaded nothing of it: says where the files lie.
final class UnpackedParts {
    private UnpackedParts() {}

    static void main() throws IOException {
        Engine.unpack().forEach(IO::println);
    }
}
