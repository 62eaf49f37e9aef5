package dev.graft.app;

import dev.graft.weights.Hub;
import dev.graft.weights.HubSettings;
import picocli.CommandLine.Option;

/// Options every command takes.
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this help.")
    private boolean help;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but the result and errors.")
    private boolean quiet;

    @Option(names = "--offline", description = "Do not download anything; also GRAFT_OFFLINE=1.")
    private boolean offline;

    boolean json() {
        return json;
    }

    Output output() {
        return new Output(System.out, System.err, quiet);
    }

    /// Where weights come from, as the environment and the command line say.
    Hub hub() {
        HubSettings settings = HubSettings.fromEnvironment();
        return new Hub(offline ? settings.withoutNetwork() : settings).withProgress(new DownloadProgress(output()));
    }
}
