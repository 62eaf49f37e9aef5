package dev.graft.advise;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is decided in a race, by nothing but scores.
final class Verdict {
    private Verdict() {}

    /// An arm that runs no further.
    ///
    /// @param arm its name
    /// @param why it was stopped
    record Stopped(String arm, String why) {}

    /// What is left after a rung.
    ///
    /// @param on  arms that are still in, from the cheapest to the most thorough
    /// @param out those that are not
    record After(List<Standing> on, List<Stopped> out) {}

    /// Which arm is trained to its end on everything.
    ///
    /// @param arm   its name
    /// @param says  why, as a sentence without its full stop
    /// @param alike arms that cannot be told apart from it
    public record Chosen(
            String arm,
            String says,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> alike) {}

    /// Who goes on after a rung: of those that are trained equally far the best few, without those that are
    /// certainly worse than the best of them. Those that have ended cost nothing more: they are only out when
    /// they are certainly worse than another.
    ///
    /// @param all from the cheapest to the most thorough
    static After after(List<Standing> all) {
        List<Standing> running =
                all.stream().filter(standing -> !standing.finished()).toList();
        List<Standing> best = running.stream()
                .sorted(Comparator.comparingDouble(Standing::mean).reversed())
                .limit(Ladder.left(running.size()))
                .toList();
        List<Standing> on = new ArrayList<>();
        List<Stopped> out = new ArrayList<>();
        for (Standing one : all) {
            List<Standing> fair = one.finished() ? all : running; // who has ended is ahead of who has just begun
            Optional<Standing> better = certainlyBetter(one, fair);
            if (better.isPresent()) {
                out.add(new Stopped(one.arm().name(), worse(one, better.get())));
            } else if (!one.finished() && !best.contains(one)) {
                out.add(new Stopped(
                        one.arm().name(),
                        "others are better than " + one.scores().measured()));
            } else {
                on.add(one);
            }
        }
        return new After(on, out);
    }

    private static Optional<Standing> certainlyBetter(Standing one, List<Standing> others) {
        return others.stream()
                .filter(other -> {
                    Measured more = other.scores().over(one.scores());
                    return more.mean() > 0 && more.isCertain();
                })
                .max(Comparator.comparingDouble(Standing::mean));
    }

    private static String worse(Standing one, Standing better) {
        return "%s is better by %s"
                .formatted(better.arm(), better.scores().over(one.scores()).signed());
    }

    /// The cheapest that is no standard error below the best on the same examples.
    ///
    /// @param all from the cheapest to the most thorough; at least one
    static Chosen choose(List<Standing> all) {
        Standing best = all.getFirst();
        for (Standing one : all) {
            best = one.mean() > best.mean() ? one : best;
        }
        Standing leader = best;
        Standing chosen = all.stream()
                .filter(one -> !leader.scores().over(one.scores()).decides())
                .findFirst()
                .orElse(leader);
        List<String> alike = all.stream()
                .filter(one -> !one.equals(chosen)
                        && !one.scores().over(chosen.scores()).isCertain())
                .map(one -> one.arm().name())
                .toList();
        return new Chosen(chosen.arm().name(), says(chosen, leader, all, alike), alike);
    }

    private static String says(Standing chosen, Standing best, List<Standing> all, List<String> alike) {
        Measured found = chosen.scores().measured();
        if (all.size() == 1) {
            return "%s: %s on held-back examples; no other arm was left".formatted(chosen.arm(), found);
        }
        String apart = alike.isEmpty()
                ? "certainly better than " + names(all, chosen)
                : "cannot be told apart from " + String.join(", ", alike) + " on so many examples";
        return chosen.equals(best)
                ? "%s: the best on held-back examples, %s; %s".formatted(chosen.arm(), found, apart)
                : "%s: the cheapest within one standard error of the best, %s (%s, %s more on the same examples); %s"
                        .formatted(
                                chosen.arm(),
                                best.arm(),
                                found,
                                best.scores().over(chosen.scores()).signed(),
                                apart);
    }

    private static String names(List<Standing> all, Standing but) {
        return all.stream()
                .filter(one -> !one.equals(but))
                .map(one -> one.arm().name())
                .collect(Collectors.joining(", "));
    }
}
