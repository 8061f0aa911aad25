package online.speka.infra.bench.scenario;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.speka.contract.job.JobId;
import online.speka.infra.bench.load.Exchange;
import online.speka.infra.bench.load.OpenLoop;
import online.speka.infra.bench.load.StreamClient;
import online.speka.infra.bench.script.StreamScript;
import online.speka.infra.bench.script.StreamScript.Shape;
import org.jspecify.annotations.Nullable;

/// Starts each stream at the edge and, as soon as the edge says which job it is, asks the bare
/// server for the same one. Lives on the load's event loop.
final class StreamPairs implements OpenLoop.Start<StreamPairs.Pair> {

  private static final Pattern REQUEST_ID =
      Pattern.compile(
          "req_(\\p{XDigit}{8})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{4})(\\p{XDigit}{12})");

  private final StreamClient edge;
  private final StreamClient bare;
  private final Shape shape;
  private long nextMark = 1;

  StreamPairs(StreamClient edge, StreamClient bare, Shape shape) {
    this.edge = edge;
    this.bare = bare;
    this.shape = shape;
  }

  /// The same stream, twice.
  ///
  /// @param bare empty if the edge answered with something else than a stream
  record Pair(Exchange edge, Optional<Exchange> bare) {}

  @Override
  public void begin(long dueNanos, Consumer<Pair> end) {
    StreamScript script = new StreamScript(nextMark++, shape);
    Ends ends = new Ends(end);
    edge.send(
        script, dueNanos, requestId -> ask(requestId, script, dueNanos, ends), ends::edgeEnded);
  }

  private void ask(String requestId, StreamScript script, long dueNanos, Ends ends) {
    ends.begun = true;
    Optional<JobId> job = jobOf(requestId);
    if (job.isPresent()) {
      bare.get("/streams/" + job.get(), script, dueNanos, ends::bareEnded);
    } else {
      ends.bareEnded(new Exchange.Failed(dueNanos, "x-request-id names no job: " + requestId));
    }
  }

  /// A request's id is `req_` and its job's without dashes.
  static Optional<JobId> jobOf(String requestId) {
    Matcher matcher = REQUEST_ID.matcher(requestId);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(JobId.parse(matcher.replaceFirst("$1-$2-$3-$4-$5")));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// Waits for both.
  private static final class Ends {
    private final Consumer<Pair> end;
    private @Nullable Exchange edge;
    private @Nullable Exchange bare;
    private boolean begun;

    Ends(Consumer<Pair> end) {
      this.end = end;
    }

    void edgeEnded(Exchange exchange) {
      edge = exchange;
      finish();
    }

    void bareEnded(Exchange exchange) {
      bare = exchange;
      finish();
    }

    private void finish() {
      if (edge != null && (bare != null || !begun)) {
        end.accept(new Pair(edge, Optional.ofNullable(bare)));
      }
    }
  }
}
