package online.speka.dispatcher.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// How topics are made that do not exist yet, `speka.kafka.*`; the same for every deployable.
///
/// @param replicationFactor 3 where there are three brokers
/// @param retention how long prompts and outcomes are kept
/// @param deadLetterBytesMax largest dead letter; it holds a client's body
/// @param createTimeout how long to wait for the broker at the start
@ConfigurationProperties("speka.kafka")
record TopicsProperties(
    @DefaultValue("1") short replicationFactor,
    @DefaultValue("24h") Duration retention,
    @DefaultValue("64MB") DataSize deadLetterBytesMax,
    @DefaultValue("60s") Duration createTimeout) {

  TopicsProperties {
    if (replicationFactor < 1) {
      throw new IllegalArgumentException(
          "speka.kafka.replication-factor must be at least 1, not " + replicationFactor);
    }
  }
}
