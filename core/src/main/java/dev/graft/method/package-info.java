/// Ways of tuning, one file each: what it is called, what can be said about it, what is usual where nothing is said,
/// and the plan it makes. [Methods] lists them: one that is not there does not exist, for the command line, for plans
/// and for the guide.
///
/// What a training is not told, somebody else answers: a [Source] for each who may know, a [Choice] for each thing
/// there is to say.
/// ```java
/// Method gradual = Methods.of("gradual");
/// Source asked = Source.GIVEN.with(Choice.STRATEGY, "gradual").with(Choice.EPOCHS, 12);
/// Setting photos = new Setting(Kind.IMAGE, false);
/// Answers answers = Answers.NONE.ask(
///         List.of(Choice.EPOCHS, Choice.LEARNING_RATE), List.of(asked, gradual.usual(photos), Usual.ofKind(photos)));
/// answers.all().get(Choice.LEARNING_RATE); // 0.001, from method
/// ```
@NullMarked
package dev.graft.method;

import org.jspecify.annotations.NullMarked;
