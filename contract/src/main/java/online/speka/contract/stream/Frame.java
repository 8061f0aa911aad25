package online.speka.contract.stream;

import java.util.Objects;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.job.TraceContext;
import org.jspecify.annotations.Nullable;

/// One numbered piece of a job's answer.
///
/// Sequences of a job start at 0 and have no gaps; an attempt that continues another's stream goes
/// on with the next number, one that starts afresh begins at 0 again. The bytes are ready for the
/// client: whole server-sent events for a streaming job, pieces of one JSON document for any other.
///
/// @param replayable whether another attempt would produce the same bytes under the same number, so
///     that frames of two attempts may stand in one stream
/// @param trace the worker's span; carried by an attempt's first frame only
public record Frame(
    JobId job,
    Attempt attempt,
    int sequence,
    boolean replayable,
    @Nullable TraceContext trace,
    Content content) {

  /// Most bytes in one frame. Longer answers are cut into several.
  public static final int BYTES_MAX = 64 * 1024;

  /// Answers with more bytes than this are not published at all but left in the replay log, see
  /// [Content.Stored].
  public static final int PUBLISHED_BYTES_MAX = 256 * 1024;

  public Frame {
    Objects.requireNonNull(job);
    Objects.requireNonNull(attempt);
    Objects.requireNonNull(content);
    if (sequence < 0) {
      throw new IllegalArgumentException("a sequence is never negative: " + sequence);
    }
  }

  public boolean isLast() {
    return switch (content) {
      case Content.End _, Content.Failure _ -> true;
      case Content.Chunk _, Content.Stored _ -> false;
    };
  }
}
