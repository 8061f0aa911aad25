package online.speka.contract.wire;

import java.util.Optional;
import java.util.regex.Pattern;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Lane;

/// Names of Kafka topics, and the settings every deployable must agree on.
public final class Topics {

  /// Facts about jobs and attempts, keyed by model id, so one model's facts are in order.
  public static final String OUTCOMES = "speka.outcomes";

  /// Bodies of finished batch requests.
  public static final String RESULTS = "speka.results";

  /// Compacted: key hash to principal.
  public static final String PRINCIPALS = "speka.principals";

  /// Jobs that failed for good, with the reason.
  public static final String DEAD_LETTERS = "speka.dead-letters";

  /// Matches every jobs topic.
  public static final Pattern JOBS_PATTERN =
      Pattern.compile("speka\\.jobs\\..+\\.(interactive|batch)");

  /// The group of dispatchers; its generation is the epoch of attempts.
  public static final String DISPATCHER_GROUP = "speka.dispatchers";

  public static final String LEDGER_GROUP = "speka.ledger";

  public static final int OUTCOMES_PARTITIONS = 4;

  private static final String JOBS_PREFIX = "speka.jobs.";

  private Topics() {}

  public static String jobs(ModelId model, Lane lane) {
    return JOBS_PREFIX + model.slug() + "." + lane.topicSuffix();
  }

  /// What a jobs topic is for, or empty if the name is not one of a jobs topic.
  public static Optional<JobsTopic> parseJobs(String topic) {
    if (!topic.startsWith(JOBS_PREFIX)) {
      return Optional.empty();
    }
    for (Lane lane : Lane.values()) {
      String suffix = "." + lane.topicSuffix();
      int end = topic.length() - suffix.length();
      if (topic.endsWith(suffix) && end > JOBS_PREFIX.length()) {
        try {
          return Optional.of(
              new JobsTopic(ModelId.fromSlug(topic.substring(JOBS_PREFIX.length(), end)), lane));
        } catch (IllegalArgumentException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  /// A jobs topic, taken apart.
  public record JobsTopic(ModelId model, Lane lane) {}
}
