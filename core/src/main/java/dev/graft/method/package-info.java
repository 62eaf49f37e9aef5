/// Ways of tuning: what each is called, what can be said about it, and the plan it makes.
@NullMarked
package dev.graft.method;

import org.jspecify.annotations.NullMarked;
