package online.speka.edge.submission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param deliveryTimeout until the broker has acknowledged a job, or its client is told to try
///     again
/// @param requestTimeout until one request to the broker has been answered
/// @param recordMax longest record of a job, body and headers
/// @param bufferMax most bytes of jobs that wait for the broker; above the limit on bodies in
///     flight, so that the producer never has to wait for room
/// @param retryDelay pause before topics are asked for again
/// @param refreshInterval how often the producer is reminded of its topics, so that it never
///     forgets where they are
@ConfigurationProperties("speka.edge.submission")
record SubmissionProperties(
    @DefaultValue("5s") Duration deliveryTimeout,
    @DefaultValue("2s") Duration requestTimeout,
    @DefaultValue("9MB") DataSize recordMax,
    @DefaultValue("128MB") DataSize bufferMax,
    @DefaultValue("100ms") Duration retryDelay,
    @DefaultValue("30s") Duration refreshInterval) {

  SubmissionProperties {
    if (deliveryTimeout.compareTo(requestTimeout) < 0) {
      throw new IllegalArgumentException(
          "speka.edge.submission.deliveryTimeout must be at least requestTimeout");
    }
    if (!retryDelay.isPositive() || !refreshInterval.isPositive()) {
      throw new IllegalArgumentException(
          "speka.edge.submission: retryDelay and refreshInterval must be positive");
    }
  }
}
