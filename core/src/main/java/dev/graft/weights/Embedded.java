package dev.graft.weights;

import java.io.IOException;
import java.io.InputStream;

/// Weights that travel inside the library, so that the first steps need no download.
public final class Embedded {
    /// The small trunk: see `docs/graft-nano.md`.
    public static final String GRAFT_NANO = "graft-nano";

    private Embedded() {}

    /// Reads embedded weights.
    ///
    /// @param name [#GRAFT_NANO]
    /// @throws WeightsException if the library carries none of that name
    public static StateDict open(String name) {
        String resource = name + ".safetensors";
        try (InputStream in = Embedded.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new WeightsException(Lines.name(name) + ": no such weights are embedded; there is " + GRAFT_NANO);
            }
            return Safetensors.read("embedded " + name, ByteSource.of(in.readAllBytes()));
        } catch (IOException e) {
            throw new WeightsException("embedded " + name + ": cannot be read: " + Failures.reason(e), e);
        }
    }
}
