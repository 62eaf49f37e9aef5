package dev.graft.model;

import dev.graft.data.Dataset;
import dev.graft.data.Input;
import dev.graft.data.Task;
import dev.graft.train.Evaluation;

/// A network with what it reads, what it answers, and the names of its outputs.
///
/// @param <X> kind of example: an [dev.graft.data.ImageSource] or a [dev.graft.text.Text]
public sealed interface Model<X> extends TunableModel permits ImageClassifier, TextClassifier {
    /// What it answers.
    Task task();

    /// How examples come to it where nothing else is said.
    Input<X> input();

    /// Runs the model over labelled examples whose labels are this model's.
    ///
    /// @throws dev.graft.data.DataException if the data are of another task, or have a label that it does not know
    Evaluation evaluate(Dataset<X> data);
}
