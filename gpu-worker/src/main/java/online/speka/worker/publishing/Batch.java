package online.speka.worker.publishing;

import java.util.List;
import online.speka.contract.job.EdgeId;
import org.jspecify.annotations.Nullable;

/// What one pipeline to Redis carries: entries for replay logs, then messages for edges. The logs
/// come first, so that an edge that hears of frames finds them there.
final class Batch {

  private final List<Share> shares;
  private final List<Message> messages;
  private long sentAtNanos;
  private int sendings;
  private @Nullable List<Appended> results;

  Batch(List<Share> shares, List<Message> messages) {
    this.shares = List.copyOf(shares);
    this.messages = List.copyOf(messages);
  }

  /// What a batch holds of one stream.
  ///
  /// @param frames how many there are
  /// @param bytes given back to the stream's buffer on acknowledgement
  /// @param entry absent if nothing of it goes to the log
  record Share(StreamBuffer stream, int frames, long bytes, @Nullable LogEntry entry) {}

  record Message(EdgeId edge, byte[] frames) {}

  /// What became of an entry.
  enum Appended {
    ADDED,
    /// Refused, because an earlier sending of it had arrived although nobody heard so.
    ALREADY_THERE,
    /// Refused, because a newer attempt has written, or the log was shut for one.
    SUPERSEDED,
    /// Refused for another reason: the log of this job is not usable.
    REFUSED
  }

  List<Share> shares() {
    return shares;
  }

  List<LogEntry> entries() {
    return shares.stream().map(Share::entry).filter(e -> e != null).toList();
  }

  List<Message> messages() {
    return messages;
  }

  int frames() {
    return shares.stream().mapToInt(Share::frames).sum();
  }

  long bytes() {
    return shares.stream().mapToLong(Share::bytes).sum();
  }

  /// Counts as sent, once more.
  void sentAt(long nanos) {
    sentAtNanos = nanos;
    sendings++;
    results = null;
  }

  /// How often it was sent: tells the answer to this sending from one to an earlier.
  int sendings() {
    return sendings;
  }

  long sentAtNanos() {
    return sentAtNanos;
  }

  void answered(List<Appended> answer) {
    results = List.copyOf(answer);
  }

  /// One for each of [#entries()]; null until Redis has answered.
  @Nullable List<Appended> results() {
    return results;
  }
}
