package dev.graft.torch;

/// A process that does nothing but load libtorch.
final class StartedEngine {
    private StartedEngine() {}

    static void main() {
        Engine.start();
    }
}
