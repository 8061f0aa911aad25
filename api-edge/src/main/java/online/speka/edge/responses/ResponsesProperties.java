package online.speka.edge.responses;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// @param keptFor how long a response can be retrieved; a cache in Redis, not an archive
/// @param backgroundWaitMax longest life of a response in the background, from acceptance to its
///     deadline
/// @param endGrace how long after its deadline a response's end may still arrive; after that it
///     counts as failed
/// @param logPageMax most entries of a replay log read at once
/// @param documentMax longest response that can be retrieved
@ConfigurationProperties("speka.edge.responses")
public record ResponsesProperties(
    @DefaultValue("24h") Duration keptFor,
    @DefaultValue("1h") Duration backgroundWaitMax,
    @DefaultValue("10s") Duration endGrace,
    @DefaultValue("64") int logPageMax,
    @DefaultValue("64MB") DataSize documentMax) {

  public ResponsesProperties {
    if (!backgroundWaitMax.isPositive() || keptFor.compareTo(backgroundWaitMax) < 0) {
      throw new IllegalArgumentException(
          "speka.edge.responses.keptFor must be at least backgroundWaitMax, and that positive");
    }
    if (logPageMax < 1) {
      throw new IllegalArgumentException("speka.edge.responses.logPageMax must be at least 1");
    }
  }
}
