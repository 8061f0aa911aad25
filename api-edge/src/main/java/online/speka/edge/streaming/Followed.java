package online.speka.edge.streaming;

import java.time.Duration;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.KeyId;

/// What a stream has to know of its job.
///
/// @param streaming whether the answer is a stream of events or one document
/// @param waitMax how much longer the job may take
/// @param reader whose key reads the stream
/// @param unattendedMax how long the job runs on when no client waits for it; zero if this stream
///     takes no part in the job's life
public record Followed(
    JobId job, KeyId reader, boolean streaming, Duration waitMax, Duration unattendedMax) {
  public Followed(JobId job, KeyId reader, boolean streaming, Duration waitMax) {
    this(job, reader, streaming, waitMax, Duration.ZERO);
  }

  static Followed fromItsBeginning(Job job) {
    return new Followed(
        job.id(),
        job.origin().key(),
        job.target().streaming(),
        Duration.between(job.window().submittedAt(), job.window().deadline()),
        job.window().unattendedMax());
  }
}
