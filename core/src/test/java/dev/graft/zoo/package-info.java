/// Every network against PyTorch's numbers for the same weights, and every card against its network.
@NullMarked
package dev.graft.zoo;

import org.jspecify.annotations.NullMarked;
