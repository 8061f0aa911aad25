package online.speka.dispatcher.intake;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import online.speka.contract.wire.Topics;
import online.speka.dispatcher.flowcontrol.Shard;
import org.apache.kafka.common.TopicPartition;

/// Shards and the partitions they are in Kafka.
final class KafkaShards {

  private KafkaShards() {}

  /// The shard, or empty if the topic's name is no jobs topic's.
  static Optional<Shard> shard(TopicPartition partition) {
    return Topics.parseJobs(partition.topic())
        .map(topic -> new Shard(topic.model(), topic.lane(), partition.partition()));
  }

  static Set<Shard> shards(Collection<TopicPartition> partitions) {
    Set<Shard> shards = new TreeSet<>();
    partitions.forEach(partition -> shard(partition).ifPresent(shards::add));
    return shards;
  }

  static TopicPartition partition(Shard shard) {
    return new TopicPartition(Topics.jobs(shard.model(), shard.lane()), shard.partition());
  }
}
