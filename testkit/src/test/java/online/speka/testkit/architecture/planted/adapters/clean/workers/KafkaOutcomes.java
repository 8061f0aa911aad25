package online.speka.testkit.architecture.planted.adapters.clean.workers;

import org.apache.kafka.clients.producer.Producer;

/** Says what it uses. */
public record KafkaOutcomes(Producer<String, String> producer) {}
