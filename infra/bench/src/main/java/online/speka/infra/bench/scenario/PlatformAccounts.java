package online.speka.infra.bench.scenario;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import online.speka.contract.outcome.JobEvent;
import online.speka.infra.bench.measure.Exposition;
import online.speka.infra.bench.stack.KafkaOutcomes;
import online.speka.infra.bench.stack.PrometheusScraper;

/// Reads the platform's accounts before and after a level, never while one is measured.
final class PlatformAccounts {

  /// Timers of the frameworks are many, and none of them is a step of a request.
  private static final List<String> TIMERS_SHOWN = List.of("gen_ai_", "speka_");

  record Opening(
      Optional<KafkaOutcomes.Ends> ends, Map<String, Map<String, Exposition.Timer>> timers) {}

  private final Optional<KafkaOutcomes> outcomes;
  private final PrometheusScraper metrics;
  private final String model;

  PlatformAccounts(Optional<KafkaOutcomes> outcomes, PrometheusScraper metrics, String model) {
    this.outcomes = outcomes;
    this.metrics = metrics;
    this.model = model;
  }

  Opening open() {
    return new Opening(outcomes.map(KafkaOutcomes::ends), timers());
  }

  PlatformView close(Opening opening) {
    List<JobEvent> events =
        opening
            .ends()
            .flatMap(begin -> outcomes.map(it -> it.between(begin, it.ends())))
            .orElse(List.of());
    Map<String, Map<String, Exposition.Timer>> gained = new TreeMap<>();
    timers()
        .forEach(
            (role, later) -> {
              var delta = Exposition.between(opening.timers().getOrDefault(role, Map.of()), later);
              delta.keySet().removeIf(name -> TIMERS_SHOWN.stream().noneMatch(name::startsWith));
              if (!delta.isEmpty()) {
                gained.put(role, delta);
              }
            });
    return PlatformView.of(events, model, gained);
  }

  private Map<String, Map<String, Exposition.Timer>> timers() {
    Map<String, Map<String, Exposition.Timer>> timers = new TreeMap<>();
    metrics.read().forEach((role, text) -> timers.put(role, Exposition.timers(text)));
    return timers;
  }
}
