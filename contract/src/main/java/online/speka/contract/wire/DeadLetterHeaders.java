package online.speka.contract.wire;

/// Headers of a job among the dead letters, beside the job's own ([JobHeaders]); the record's value
/// is the client's body, its key the model. A dead letter without a reason is not a job.
public final class DeadLetterHeaders {

  /// The [online.speka.contract.outcome.Cause] of its outcome.
  public static final String REASON = "speka-dead-reason";

  /// For people.
  public static final String DETAIL = "speka-dead-detail";

  /// The attempt of its outcome.
  public static final String ATTEMPT = "speka-dead-attempt";

  /// Where it lay.
  public static final String TOPIC = "speka-dead-topic";

  public static final String PARTITION = "speka-dead-partition";
  public static final String OFFSET = "speka-dead-offset";

  /// On a job that was accepted for the second time: the id it had before.
  public static final String REPLAY_OF = "speka-replay-of";

  private DeadLetterHeaders() {}
}
