package online.speka.infra.faults.checker;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.reference.Truths;

/// Holds a history against every invariant.
public final class Checker {

  private static final List<Rule> RULES =
      List.of(
          new Ends(),
          new Streams(),
          new Bills(),
          new Waits(),
          new Growth(),
          new Repeats(),
          new Departures(),
          new Purses(),
          new Poisons(),
          new Zombies());

  private Checker() {}

  public static Findings check(List<Entry> history, Truths truths) {
    Story story = StoryTeller.tell(history, truths);
    List<Violation> violations =
        RULES.stream().flatMap(rule -> rule.check(story).stream()).toList();
    Map<Ending, Integer> endings = new EnumMap<>(Ending.class);
    story.requests().forEach(it -> endings.merge(it.reading().ending(), 1, Integer::sum));
    return new Findings(
        story.requests().size(),
        story.jobs().size(),
        endings,
        late(story),
        (int) story.requests().stream().filter(it -> it.resumed() > 0).count(),
        Repeats.ratio(story),
        firstByteMax(story),
        violations);
  }

  private static int late(Story story) {
    return story.jobs().stream().mapToInt(job -> Math.max(0, job.outcomes().size() - 1)).sum();
  }

  private static long firstByteMax(Story story) {
    return story.requests().stream()
        .filter(Waits::isAnsweredStream)
        .mapToLong(Waits::micros)
        .max()
        .orElse(0);
  }
}
