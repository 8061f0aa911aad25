package online.speka.dispatcher.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import online.speka.dispatcher.flowcontrol.Shard;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.TopicPartition;

/// [ModelAssignment] as an assignor of the classic group protocol, cooperative only. Runs in
/// whichever member leads the group. Public because the client makes it by name.
public final class KafkaModelAssignor implements ConsumerPartitionAssignor {

  private static final int GENERATION_UNKNOWN = -1;

  @Override
  public String name() {
    return "speka-models";
  }

  @Override
  public List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.COOPERATIVE);
  }

  @Override
  public GroupAssignment assign(Cluster metadata, GroupSubscription subscriptions) {
    List<ModelAssignment.Member> members = new ArrayList<>();
    Set<String> topics = new TreeSet<>();
    subscriptions
        .groupSubscription()
        .forEach(
            (id, subscription) -> {
              int generation = subscription.generationId().orElse(GENERATION_UNKNOWN);
              Set<Shard> owned = KafkaShards.shards(subscription.ownedPartitions());
              members.add(new ModelAssignment.Member(id, generation, owned));
              topics.addAll(subscription.topics());
            });
    Set<Shard> shards = new TreeSet<>();
    for (String topic : topics) {
      metadata
          .partitionsForTopic(topic)
          .forEach(
              partition ->
                  KafkaShards.shard(new TopicPartition(topic, partition.partition()))
                      .ifPresent(shards::add));
    }
    Map<String, Assignment> assignments = new HashMap<>();
    ModelAssignment.assign(members, shards)
        .forEach(
            (id, given) ->
                assignments.put(
                    id, new Assignment(given.stream().map(KafkaShards::partition).toList())));
    return new GroupAssignment(assignments);
  }
}
