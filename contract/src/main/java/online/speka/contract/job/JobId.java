package online.speka.contract.job;

import java.util.UUID;

/// Identity of a job: a UUIDv7 (RFC 9562), so ids sort by the time of acceptance. Made by the edge;
/// the idempotency key of everything that happens to the job later.
public record JobId(UUID value) implements Comparable<JobId> {

  public JobId {
    if (value.version() != 7) {
      throw new IllegalArgumentException("a job id is a UUIDv7: " + value);
    }
  }

  /// @throws IllegalArgumentException if the text is not a UUIDv7
  public static JobId parse(String text) {
    return new JobId(UUID.fromString(text));
  }

  @Override
  public int compareTo(JobId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
