package online.speka.testkit.architecture.planted.adapters.bad.workers;

import org.apache.kafka.clients.producer.Producer;

/** Named for one library, uses another. */
public record RedisOutcomes(Producer<String, String> producer) {}
