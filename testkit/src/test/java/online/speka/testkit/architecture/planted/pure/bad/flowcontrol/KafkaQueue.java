package online.speka.testkit.architecture.planted.pure.bad.flowcontrol;

import org.apache.kafka.common.TopicPartition;

/** A decision that knows Kafka, under a name that would be right elsewhere. */
public record KafkaQueue(TopicPartition partition) {}
