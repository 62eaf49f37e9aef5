package dev.graft.torch;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Functions of the C library that this process already has.
final class NativeCalls {
    private NativeCalls() {}

    /// The function of that name, or empty where the C library has none.
    @SuppressWarnings("restricted") // calling C is what this room is for; the launcher allows it
    static Optional<MethodHandle> find(String name, FunctionDescriptor signature) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup().find(name).map(function -> linker.downcallHandle(function, signature));
    }

    /// Sets a variable of the process's environment for native code that has not read it yet, unless it
    /// already has a value. `System.getenv` does not see it. Does nothing on Windows.
    static void suggestVariable(String name, String value) {
        Optional<MethodHandle> setenv = find(
                "setenv",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        if (setenv.isEmpty()) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            int keepExisting = 0;
            int failed =
                    (int) setenv.get().invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), keepExisting);
            if (failed != 0) {
                throw new TorchException("setenv " + name + " failed: the environment is full");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new TorchException("setenv " + name + " failed", e);
        }
    }
}
