package online.speka.infra.bench.scenario;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.infra.bench.measure.Exposition;
import online.speka.infra.bench.measure.Latencies;

/// What the platform itself says about the requests of a level.
///
/// @param jobs outcomes of the model
/// @param retried jobs that took more than one attempt
/// @param outcomes how they ended
/// @param queued from acceptance at the edge until the worker started the job
/// @param firstToken from there to the worker's first frame
/// @param timers of each process, by role: what its metrics endpoint gained
record PlatformView(
    int jobs,
    int retried,
    Map<String, Integer> outcomes,
    Latencies.Summary queued,
    Latencies.Summary firstToken,
    Map<String, Map<String, Exposition.Timer>> timers) {

  static PlatformView of(
      List<JobEvent> events, String model, Map<String, Map<String, Exposition.Timer>> timers) {
    Latencies queued = new Latencies();
    Latencies firstToken = new Latencies();
    Map<String, Integer> outcomes = new TreeMap<>();
    int retried = 0;
    for (JobEvent event : events) {
      if (event instanceof Outcome outcome && outcome.job().model().value().equals(model)) {
        outcomes.merge(outcome.status().name(), 1, Integer::sum);
        retried += outcome.attempt().number() > 1 ? 1 : 0;
        queued.record(outcome.timings().queued().toNanos());
        firstToken.record(outcome.timings().firstToken().toNanos());
      }
    }
    return new PlatformView(
        (int) queued.count(), retried, outcomes, queued.summary(), firstToken.summary(), timers);
  }
}
