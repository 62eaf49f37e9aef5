package dev.graft.zoo;

/// A model that the zoo can make: what it is, and how it is built.
record Model(ModelCard card, Builder builder) {}
