package dev.graft.app;

import dev.graft.advise.Concern;

/// What findings of an inspection mean, for readers who see such a page for the first time.
final class InspectWords {
    private InspectWords() {}

    static String meaning(Concern.Kind kind) {
        return switch (kind) {
            case LEAKAGE ->
                "A model knows what it has learned from. Judged by the same again, it looks better than it is with new"
                        + " examples.";
            case CONFLICT ->
                "Of two that are nearly the same at most one label is right, unless the difference is too small to be"
                        + " seen here.";
            case WRONG_LABELS ->
                "Models that had not learned from these examples say another class, as surely as they usually say the"
                        + " right one. They may be wrong: look before you change anything.";
            case UNREADABLE -> "These files are left out of training and of judging.";
            case BLANK -> "Nothing can be learned from them.";
            case FEW ->
                "What a class looks like cannot be learned from a handful of examples, and how well it is answered"
                        + " cannot be measured.";
            case UNEVEN -> "A model that always answers the frequent class looks good in accuracy.";
            case GROUPS ->
                "Pictures of one part or one patient are alike. Where some are learned from and others are judged by,"
                        + " results look better than they are.";
            case CUT -> "The model sees only the beginning of these texts.";
            case REPEATED -> "They do no harm, but count more than others.";
            case OUTLIERS -> "They may be rare and right, or do not belong here.";
        };
    }
}
