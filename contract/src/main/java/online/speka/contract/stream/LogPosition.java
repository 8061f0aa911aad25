package online.speka.contract.stream;

import online.speka.contract.job.Attempt;

/// Where frames stand in a job's replay log (a Redis Stream): the entry's id is `<epoch * 2^20 +
/// attempt number>-<last sequence in the entry + 1>`.
///
/// Redis refuses an id that is not above the last one, so the log itself fences: once a newer
/// attempt has written, or the log was shut behind an attempt, an older one cannot.
public record LogPosition(Attempt attempt, int sequence) {

  private static final int NUMBER_BITS = 20;
  private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

  public String entryId() {
    return attemptKey(attempt) + "-" + (sequence + 1L);
  }

  /// The lowest id above everything an attempt can write, and below everything that a newer one
  /// writes. No entry of frames has it: it is the last id of a log that was shut behind an attempt.
  public static String shutBehind(Attempt attempt) {
    return (attemptKey(attempt) + 1) + "-0";
  }

  /// @throws IllegalArgumentException if this is no entry id of a replay log
  public static LogPosition parse(String entryId) {
    int dash = entryId.indexOf('-');
    if (dash < 1) {
      throw new IllegalArgumentException("not an entry of a replay log: " + entryId);
    }
    long key = Long.parseLong(entryId, 0, dash, 10);
    long last = Long.parseLong(entryId, dash + 1, entryId.length(), 10);
    return new LogPosition(
        new Attempt(Math.toIntExact(key >> NUMBER_BITS), (int) (key & NUMBER_MASK)),
        Math.toIntExact(last - 1));
  }

  private static long attemptKey(Attempt attempt) {
    return ((long) attempt.epoch() << NUMBER_BITS) + Math.min(attempt.number(), NUMBER_MASK);
  }
}
