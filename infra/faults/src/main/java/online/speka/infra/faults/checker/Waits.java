package online.speka.infra.faults.checker;

import java.util.ArrayList;
import java.util.List;
import online.speka.infra.faults.history.Ending;

/// I9: how long a client waits for the first byte of a stream. A document has none before its last.
final class Waits implements Rule {

  private static final long MICROS_PER_MS = 1_000;

  @Override
  public List<Violation> check(Story story) {
    long mostMicros = story.begun().tolerance().firstByteMax().toNanos() / MICROS_PER_MS;
    List<Violation> violations = new ArrayList<>();
    for (RequestStory request : story.requests()) {
      if (isAnsweredStream(request) && micros(request) > mostMicros) {
        violations.add(
            new Violation(
                Invariant.I9,
                request.name(),
                "its first byte came after " + micros(request) / MICROS_PER_MS + " ms"));
      }
    }
    return violations;
  }

  static boolean isAnsweredStream(RequestStory request) {
    return request.asked().kind().isStream() && request.reading().ending() == Ending.COMPLETE;
  }

  static long micros(RequestStory request) {
    return request.firstByteMicros() - request.asked().atMicros();
  }
}
