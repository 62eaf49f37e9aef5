package dev.graft.advise;

import dev.graft.job.TrainingOptions.NetworkOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.model.InitialWeights;
import java.util.ArrayList;
import java.util.List;

/// A model that may be tuned, as it is asked for.
///
/// @param model   name in the zoo; for texts the name or the folder of a HuggingFace model
/// @param weights `pretrained`, or a file
public record Contender(String model, String weights) {
    private static final String PRETRAINED = InitialWeights.pretrained().toString();

    /// With its own weights.
    public static Contender of(String model) {
        return new Contender(model, PRETRAINED);
    }

    /// Options of `graft train` for it.
    public List<String> options() {
        List<String> options = new ArrayList<>(List.of("--model", model));
        if (!weights.equals(PRETRAINED)) {
            options.addAll(List.of("--weights", weights));
        }
        return List.copyOf(options);
    }

    /// The same training of this model.
    TrainingRequest of(TrainingRequest request) {
        NetworkOptions asked = request.network();
        return request.withNetwork(new NetworkOptions(
                model,
                weights,
                asked.size(),
                asked.channels(),
                asked.dropout(),
                asked.dropPath(),
                asked.lora(),
                asked.fit(),
                asked.pooling()));
    }

    @Override
    public String toString() {
        return model;
    }
}
