package online.speka.edge.resumption;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.JobId;

/// What a key stands for.
///
/// @param submittedAt when the job was accepted, by the clock of the edge that claimed the key
/// @param deadline after it nothing more is to be expected of the job
public record Entry(
    JobId job, Stage stage, Fingerprint fingerprint, Instant submittedAt, Instant deadline) {
  private static final String SEPARATOR = " ";
  private static final int PARTS = 5;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERRORS = 500;

  /// How far the edge that claimed the key has come.
  public enum Stage {
    /// The job may not be durable yet; if that edge died, it never will be.
    CLAIMED,
    SUBMITTED
  }

  public Entry {
    Objects.requireNonNull(job);
    Objects.requireNonNull(stage);
    Objects.requireNonNull(fingerprint);
    Objects.requireNonNull(submittedAt);
    Objects.requireNonNull(deadline);
  }

  public Entry submitted() {
    return new Entry(job, Stage.SUBMITTED, fingerprint, submittedAt, deadline);
  }

  /// The same job, submitted in place of an edge that died, for a client with a patience of its
  /// own.
  public Entry takenOver(Entry by) {
    return new Entry(job, Stage.CLAIMED, fingerprint, by.submittedAt, by.deadline);
  }

  /// Whether the key is free again after this failure. It is where SDKs try again by themselves: no
  /// place, no capacity, an engine or a server that failed; and only if nothing of an answer had
  /// been made. What is wrong with the request itself is the answer to it.
  ///
  /// @param begun whether part of the answer had been made
  public static boolean isFreedBy(ErrorReason reason, boolean begun) {
    return !begun && (reason.status() == TOO_MANY || reason.status() >= SERVER_ERRORS);
  }

  /// One line that begins with the job's id: by that, one who changes it knows whose it is.
  String text() {
    return String.join(
        SEPARATOR,
        job.toString(),
        stage.name(),
        fingerprint.hex(),
        Long.toString(submittedAt.toEpochMilli()),
        Long.toString(deadline.toEpochMilli()));
  }

  /// @throws IllegalArgumentException if this is no entry
  static Entry parse(String text) {
    String[] parts = text.split(SEPARATOR, -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("not what a key stands for: " + text);
    }
    return new Entry(
        JobId.parse(parts[0]),
        Stage.valueOf(parts[1]),
        new Fingerprint(parts[2]),
        Instant.ofEpochMilli(Long.parseLong(parts[3])),
        Instant.ofEpochMilli(Long.parseLong(parts[4])));
  }
}
