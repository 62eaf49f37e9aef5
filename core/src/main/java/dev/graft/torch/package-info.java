/// The only room that knows libtorch's corners: loading it, threads, memory scopes, random
/// generators, devices, and operators that have no binding.
///
/// May use: nothing of Graft. Used by every room that computes.
/// ```java
/// try (Scope scope = Scope.open()) {
///     Tensor x = Tensors.of(new float[] {1, 2, 3}, 3);
///     Tensor kept = Scope.keep(x.mul(new Scalar(2))); // outlives the scope
/// }
/// ```
@NullMarked
package dev.graft.torch;

import org.jspecify.annotations.NullMarked;
