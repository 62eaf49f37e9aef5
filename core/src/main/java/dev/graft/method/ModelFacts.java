package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import java.util.OptionalDouble;

/// What defaults may depend on of the model, once it has been made.
///
/// @param network its stages and parameters, with the head for the task
/// @param rate    learning rate that suits it where all of it is tuned; empty where none is known
public record ModelFacts(NetworkOutline network, OptionalDouble rate) {}
