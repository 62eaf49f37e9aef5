package dev.graft.method;

import dev.graft.tune.NetworkOutline;
import dev.graft.zoo.Suited;

/// What defaults may depend on of the model, once it has been made.
///
/// @param network its stages and parameters, with the head for the task
/// @param suited  what its card says suits it
public record ModelFacts(NetworkOutline network, Suited suited) {}
