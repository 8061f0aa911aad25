package online.speka.worker.publishing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How topics are created that do not exist yet.
///
/// @param replicationFactor copies of each partition; 3 in production
/// @param outcomesRetention how long facts stay on the outcomes topic
@ConfigurationProperties("speka.kafka")
record KafkaTopicProperties(
    @DefaultValue("1") short replicationFactor, @DefaultValue("24h") Duration outcomesRetention) {}
