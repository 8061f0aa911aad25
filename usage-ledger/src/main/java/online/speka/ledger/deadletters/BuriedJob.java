package online.speka.ledger.deadletters;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.Lane;

/// A job among the dead letters.
///
/// @param offset its place among them: what an operator names it by
/// @param buriedAt when it was given up
/// @param reason the cause of its outcome
/// @param detail for people
/// @param body the client's; not copied, treat as read-only
public record BuriedJob(
    long offset, Instant buriedAt, Job job, String reason, String detail, byte[] body) {

  /// How long an answer that nobody waits for can be read.
  static final Duration ANSWER_KEPT = Duration.ofHours(24);

  /// Why it cannot be replayed, if it cannot.
  public Optional<String> obstacle() {
    return job.part() == null
        ? Optional.empty()
        : Optional.of("it is a part of request " + job.part().request() + ", which has ended");
  }

  /// The job that runs in its place: with an id of its own, because the old one has had its
  /// outcome, and always the same, so that replaying twice is replaying once. It gets as long as
  /// its client had given it, behind all interactive work.
  Job replayed(Instant now) {
    Duration patience = Duration.between(job.window().submittedAt(), job.window().deadline());
    return new Job(
        ReplayId.of(job.id(), offset),
        new Job.Target(job.model(), Lane.BATCH, job.target().kind(), job.target().streaming()),
        new Job.Origin(job.origin().tenant(), job.origin().key(), EdgeId.NONE),
        new Job.Window(now, now.plus(patience)).keeping(ANSWER_KEPT),
        job.demand(),
        null);
  }
}
