package online.speka.contract.job;

import java.util.Objects;

/// A job handed to one worker: what lies in a worker's inbox.
///
/// @param body the client's request body; not copied, treat as read-only
public record Assignment(Job job, Attempt attempt, byte[] body) {
  public Assignment {
    Objects.requireNonNull(job);
    Objects.requireNonNull(attempt);
    Objects.requireNonNull(body);
  }
}
