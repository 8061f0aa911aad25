package online.speka.dispatcher.flowcontrol;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// For how long no worker has served the model, as far as is known.
final class WorkerAbsence {

  private @Nullable Moment since;

  void seen(boolean anyReady, Moment now) {
    if (anyReady) {
      since = null;
    } else if (since == null) {
      since = now;
    }
  }

  /// Nothing can be said while heartbeats cannot be read.
  void unknown() {
    since = null;
  }

  boolean lastedFor(Duration wait, Moment now) {
    Moment began = since;
    return began != null && now.since(began).compareTo(wait) >= 0;
  }
}
