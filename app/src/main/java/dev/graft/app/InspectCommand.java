package dev.graft.app;

import dev.graft.advise.Inspection;
import dev.graft.advise.Inspector;
import dev.graft.job.FineTuning;
import dev.graft.job.TrainingJob;
import dev.graft.job.TrainingRequest;
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
            "Finds examples that are nearly the same in the training and the validation part or have two labels, files"
                    + " that cannot be read, empty examples, classes with few examples, texts that are too long.",
            "Takes the options of graft train; those about how a model is trained change nothing. Trains nothing and"
                    + " changes no file of the data."
        },
        footer = {
            "",
            "Examples:",
            "  graft inspect photos",
            "  graft inspect photos --html look.html",
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

    @Mixin
    private TrainingArguments training = new TrainingArguments();

    @Override
    public Integer call() {
        Output output = common.output();
        InspectPage page = html == null ? null : new InspectPage(html);
        TrainingRequest request = training.request(data, common.hub());
        try (TrainingJob job = TrainingJob.of(request, common.hub())) {
            inspect(job.tuning(), page, output);
        }
        return 0;
    }

    private <X> void inspect(FineTuning<X> tuning, @Nullable InspectPage page, Output output) {
        Inspection found;
        try (InspectProgress progress = new InspectProgress(output)) {
            found = Inspector.of(tuning).withProgress(progress).inspect();
        }
        if (page != null) {
            page.write(found, PageExamples.of(tuning.data().all(), tuning.input()));
            output.say("written: %s", page.file());
        }
        if (common.json()) {
            output.json(found);
        } else {
            found.lines().forEach(line -> output.result("%s", line));
        }
    }
}
