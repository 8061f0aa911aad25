package online.speka.edge.streaming;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;
import org.jspecify.annotations.Nullable;

/// How published frames are heard: as they are. In a fault campaign without [Guard#GAP_REPAIR] they
/// are numbered anew, so that no gap is ever noticed; without [Guard#EPOCH_CHECK] all of a job's
/// frames seem to be of its first attempt.
final class Hearing {

  private static final int JOBS_MAX = 100_000;

  private Hearing() {}

  static UnaryOperator<Frame> with(Guards guards) {
    Guard missing = guards.missing();
    return switch (missing) {
      case GAP_REPAIR ->
          changing(
              (frame, before) ->
                  of(frame, frame.attempt(), before == null ? 0 : before.sequence() + 1));
      case EPOCH_CHECK ->
          changing(
              (frame, before) ->
                  of(frame, before == null ? frame.attempt() : before.attempt(), frame.sequence()));
      case UNIQUE_KEY, TRACKER_METADATA, FINAL_FRAME_HOLD, RESERVATION -> frame -> frame;
      case null -> frame -> frame;
    };
  }

  /// @param change what a frame becomes, after what the one before it of its job has become
  private static UnaryOperator<Frame> changing(BiFunction<Frame, @Nullable Frame, Frame> change) {
    Map<JobId, Frame> last =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<JobId, Frame> eldest) {
            return size() > JOBS_MAX;
          }
        };
    return frame -> {
      Frame changed = change.apply(frame, last.get(frame.job()));
      last.put(frame.job(), changed);
      return changed;
    };
  }

  private static Frame of(Frame frame, Attempt attempt, int sequence) {
    return new Frame(
        frame.job(), attempt, sequence, frame.replayable(), frame.trace(), frame.content());
  }
}
