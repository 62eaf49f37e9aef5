package dev.graft.app;

import dev.graft.advise.Inspection;
import dev.graft.advise.Inspector;
import dev.graft.data.Corrections;
import dev.graft.data.Wording;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingRequest;
import dev.graft.text.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        header = "Look at labelled images or texts before training: what is wrong with them, and what to do about it.",
        description = {
            "Finds examples that are nearly the same in the training and the validation part or have two labels, labels"
                    + " that may be wrong, examples that are unlike all others, empty ones, files that cannot be read,"
                    + " classes with few examples, texts that are too long. Says the worst first, and what to do next.",
            "Takes the options of graft train; those about how a model is trained change nothing. Trains nothing and"
                    + " changes no file of the data."
        },
        footer = {
            "",
            "Examples:",
            "  graft inspect photos",
            "  graft inspect photos --html look.html --suspects suspects.csv",
            "  graft inspect reviews.tsv --json"
        },
        sortOptions = false)
final class InspectCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "DATA", description = "The labelled images or texts, as for graft train.")
    private Path data = Path.of("");

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page for the browser that shows what was found, with the images and texts in it."
                    + " It needs no network. A page that was written so before is replaced.")
    private @Nullable Path html;

    @Option(
            names = "--suspects",
            paramLabel = "FILE",
            description = "Write the examples that somebody has to decide on to a new CSV file. Fill in its column"
                    + " action: keep, drop, or relabel to what is suggested; then: graft train DATA --corrections"
                    + " FILE.")
    private @Nullable Path suspects;

    @Option(
            names = "--no-model",
            description = "Leave out what needs the model: wrong labels and outliers. Much faster.")
    private boolean noModel;

    @Mixin
    private TrainingArguments training = new TrainingArguments();

    @Override
    public Integer call() {
        Output output = common.output();
        InspectPage page = html == null ? null : new InspectPage(html);
        if (suspects != null) {
            requireNew(suspects);
        }
        TrainingRequest request = training.request(data, common.hub());
        try (TrainingJob job = TrainingJob.of(request, common.hub())) {
            inspect(job.tuning(), page, output);
        }
        return 0;
    }

    /// Looking takes minutes, and filling in such a table as well.
    private static void requireNew(Path table) {
        if (Files.exists(table, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("--suspects: " + table
                    + " is there already, and may hold decisions; take another name, or delete it");
        }
        try (Draft draft = Draft.of(table)) {
            draft.channel().size(); // it can be written
        } catch (IOException e) {
            throw Unwritable.of("--suspects", table, e);
        }
    }

    private <X> void inspect(FineTuning<X> tuning, @Nullable InspectPage page, Output output) {
        Inspection found;
        try (InspectProgress progress = new InspectProgress(output)) {
            Inspector<X> inspector = Inspector.of(tuning).withProgress(progress);
            found = (noModel ? inspector.withoutModel() : inspector).inspect();
        }
        if (page != null) {
            page.write(found, PageExamples.of(tuning.data().all(), tuning.input()));
            output.say("written: %s", page.file());
        }
        if (suspects != null) {
            Corrections open = found.corrections();
            open.write(suspects);
            output.say(
                    "written: %s, %s to decide on",
                    suspects, Wording.count(open.lines().size(), "example"));
        }
        found.data().notes().forEach(note -> output.say("note: %s", note));
        if (common.json()) {
            output.json(found);
        } else {
            found.lines().forEach(line -> output.result("%s", line));
        }
    }
}
