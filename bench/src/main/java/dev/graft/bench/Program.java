package dev.graft.bench;

import java.nio.file.Path;
import java.util.Optional;

/// One side of a comparison. It makes processes of rows; somebody else runs and times them.
interface Program {
    /// As on the command line and in the table.
    String name();

    /// Builds and prepares what its runs need; that is not timed.
    ///
    /// @return its versions and settings, one line
    /// @throws Failed if it cannot run here; the message says what is missing
    String prepare(Setting setting, Launch launch);

    /// How it does a row's work.
    ///
    /// @param out a path for what a run writes, where nothing is yet
    /// @return empty if it has no such work
    Optional<Call> call(Row row, Setting setting, Path out);

    /// A process that says how many parameters its network has and which loss it comes to from the weights and the
    /// batch
    /// in [Setting#beginning]: `bench parameters` and `bench first_loss`.
    ///
    /// @return empty if it runs Graft's own
    default Optional<Call> beginning(SameNetwork network, Setting setting) {
        return Optional.empty();
    }

    /// What the output of a run tells.
    Told read(Row row, String output);
}
