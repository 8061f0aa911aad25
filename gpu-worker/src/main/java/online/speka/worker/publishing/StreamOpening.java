package online.speka.worker.publishing;

import java.util.Objects;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.TraceContext;
import org.jspecify.annotations.Nullable;

/// What is known of an attempt's frames before the first one.
///
/// @param replayable whether another attempt would produce the same frames
/// @param resumeAfter last sequence that an earlier attempt has brought to the log; −1 for none.
///     The frames up to it are produced again and not sent again.
/// @param trace the worker's span, if the job is traced
/// @param onSuperseded called once if a newer attempt turns out to have written to the log
public record StreamOpening(
    Job job,
    Attempt attempt,
    boolean replayable,
    int resumeAfter,
    @Nullable TraceContext trace,
    Runnable onSuperseded) {

  /// [#resumeAfter()] of an attempt that starts afresh.
  public static final int NOTHING_SENT = -1;

  public StreamOpening {
    Objects.requireNonNull(job);
    Objects.requireNonNull(attempt);
    Objects.requireNonNull(onSuperseded);
  }
}
