package online.speka.dispatcher.handoff;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.concurrent.CompletionException;

/// What Redis means when it refuses an entry of a replay log.
final class RedisRefusals {

  private static final String OLDER_THAN_LOG = "equal or smaller";

  private RedisRefusals() {}

  /// Whether the entry's id is not above the log's last one.
  static boolean isOlderThanLog(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof RedisCommandExecutionException
        && String.valueOf(cause.getMessage()).contains(OLDER_THAN_LOG);
  }
}
