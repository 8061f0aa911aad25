package online.speka.contract.guard;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// One check that something depends on.
public enum Guard {
  /// What an older attempt, or a former owner of a model, says is not listened to: not by edges,
  /// workers and replay logs, and not by the ledger.
  EPOCH_CHECK,
  /// A job has one bill, by its id.
  UNIQUE_KEY,
  /// A commit says which jobs below the position are unfinished.
  TRACKER_METADATA,
  /// The last frame waits until the outcome is durable.
  FINAL_FRAME_HOLD,
  /// Frames that are missing are read from the log.
  GAP_REPAIR,
  /// What a request may cost is set aside before it is accepted.
  RESERVATION;

  /// How the setting spells it.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Guard> find(String word) {
    return Arrays.stream(values()).filter(guard -> guard.word().equals(word)).findFirst();
  }
}
