package dev.graft.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What Graft's networks say of themselves, for others to be held against: a program whose network has another number
/// of parameters, or comes to another loss from the same weights and the same batch, does other work and is not
/// measured.
record Beginnings(Map<SameNetwork, Told> graft) {
    /// Relative; sums of other libraries are in another order.
    private static final double TOLERANCE = 1e-3;

    Beginnings {
        graft = Map.copyOf(graft);
    }

    /// Leaves weights and a batch of each network in [Setting#beginning].
    static Beginnings prepare(Collection<SameNetwork> networks, Setting setting, Launch launch) {
        Map<SameNetwork, Told> told = new EnumMap<>(SameNetwork.class);
        for (SameNetwork network : new TreeSet<>(networks)) {
            try {
                Files.createDirectories(setting.beginning(network));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            told.put(
                    network,
                    launch.run(GraftProgram.firstLoss(network, setting), false, Told::of)
                            .told());
        }
        return new Beginnings(told);
    }

    /// Why a program's network is another one; empty if it is the same, or the program measures no network of its own.
    Optional<String> mismatch(Program program, SameNetwork network, Setting setting, Launch launch) {
        Optional<Call> call = program.beginning(network, setting);
        if (call.isEmpty()) {
            return Optional.empty();
        }
        try {
            return mismatch(network, launch.run(call.get(), false, Told::of).told());
        } catch (Failed e) {
            return Optional.of(network.id() + ": " + e.getMessage());
        }
    }

    /// @throws Failed if the program did not tell
    Optional<String> mismatch(SameNetwork network, Told peer) {
        Told base = graft.get(network);
        if (base == null) {
            return Optional.empty();
        }
        try {
            long expected = (long) base.number("parameters");
            long found = (long) peer.number("parameters");
            if (expected != found) {
                return Optional.of(String.format(
                        Locale.ROOT, "not %s: expected %,d parameters, found %,d", network.id(), expected, found));
            }
            double expectedLoss = base.number("first_loss");
            double foundLoss = peer.number("first_loss");
            // a loss that is no number is never the same
            if (!(Math.abs(foundLoss - expectedLoss) <= TOLERANCE * Math.max(1, Math.abs(expectedLoss)))) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "not %s: expected a first loss of %.4f, found %.4f",
                        network.id(),
                        expectedLoss,
                        foundLoss));
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new Failed(String.valueOf(e.getMessage()));
        }
    }
}
