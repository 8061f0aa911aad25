package online.speka.dispatcher.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import online.speka.contract.catalog.ModelId;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.intake.PartitionTracker.Progress;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes new shards ready to be read: finds out what their last owner left. They stay paused until
/// then, and it is tried again with every turn of the poll loop.
///
/// A shard without a commit had no owner before: owners commit before they read. One whose commit
/// stands at the end of the log has nothing that could be running. All others are inherited.
final class KafkaPreparation {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPreparation.class);

  private final Consumer<byte[], byte[]> consumer;
  private final IntakeParts parts;
  private final KafkaCommits commits;
  private final Runnable wake;
  private final Map<TopicPartition, Integer> waiting = new HashMap<>();

  KafkaPreparation(
      Consumer<byte[], byte[]> consumer, IntakeParts parts, KafkaCommits commits, Runnable wake) {
    this.consumer = consumer;
    this.parts = parts;
    this.commits = commits;
    this.wake = wake;
  }

  void add(Collection<TopicPartition> partitions, int epoch) {
    partitions.forEach(partition -> waiting.put(partition, epoch));
  }

  void remove(Collection<TopicPartition> partitions) {
    partitions.forEach(waiting::remove);
  }

  boolean isWaiting(TopicPartition partition) {
    return waiting.containsKey(partition);
  }

  void run() {
    if (waiting.isEmpty()) {
      return;
    }
    Map<TopicPartition, Integer> now = Map.copyOf(waiting);
    try {
      prepare(now);
    } catch (WakeupException e) {
      // Somebody wanted the poll to end; the next turn tries again.
      return;
    } catch (KafkaException e) {
      LOG.atWarn().setCause(e).log("new partitions wait; what was committed cannot be read now");
      return;
    }
    now.keySet().forEach(waiting::remove);
    consumer.resume(now.keySet().stream().filter(this::isWanted).toList());
  }

  private boolean isWanted(TopicPartition partition) {
    return KafkaShards.shard(partition)
        .map(
            shard -> {
              OwnedModel model = parts.models().find(shard.model());
              return model != null && model.wants(shard);
            })
        .orElse(false);
  }

  private void prepare(Map<TopicPartition, Integer> partitions) {
    Duration timeout = parts.properties().requestTimeout();
    Set<TopicPartition> all = partitions.keySet();
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all, timeout);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all, timeout);
    Map<ModelId, Inheriting> inherited = new HashMap<>();
    Map<Shard, Progress> first = new HashMap<>();
    Map<Shard, Start> starts = new HashMap<>();
    for (TopicPartition partition : all) {
      KafkaShards.shard(partition)
          .ifPresent(
              shard -> {
                Start start = start(partition, committed.get(partition));
                starts.put(shard, start);
                if (start.isNew()) {
                  first.put(shard, start.tracker().progress(start.since()));
                } else if (start.tracker().committable() < ends.getOrDefault(partition, 0L)) {
                  inherited
                      .computeIfAbsent(shard.model(), _ -> new Inheriting())
                      .add(shard, ends.getOrDefault(partition, 0L), start.since());
                }
              });
    }
    if (!first.isEmpty()) {
      commits.commitNow(first);
    }
    starts.forEach(
        (shard, start) -> {
          int epoch = partitions.getOrDefault(KafkaShards.partition(shard), 0);
          parts.models().own(shard.model(), epoch, wake).add(shard, start.tracker());
        });
    inherited.forEach(this::inherit);
  }

  private void inherit(ModelId id, Inheriting inheriting) {
    OwnedModel model = parts.models().find(id);
    if (model != null) {
      model.on(new OwnerEvent.Inheriting(Set.copyOf(inheriting.ends.keySet()), inheriting.since));
      parts.takeover().begin(model, inheriting.ends, inheriting.since);
    }
  }

  private Start start(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
    Instant now = parts.clock().get().wall();
    if (committed == null) {
      long position = consumer.position(partition, parts.properties().requestTimeout());
      return new Start(new PartitionTracker(position), now, true);
    }
    return OffsetPack.unpack(committed.offset(), committed.metadata())
        .map(commit -> new Start(PartitionTracker.restored(commit), commit.since(), false))
        .orElseGet(
            () -> {
              LOG.atWarn()
                  .addKeyValue("topic", partition.topic())
                  .addKeyValue("partition", partition.partition())
                  .log("commit does not say what is unfinished; the outcomes will");
              Instant since = now.minus(parts.properties().takeover().replayFallback());
              return new Start(new PartitionTracker(committed.offset()), since, false);
            });
  }

  /// Where a shard is read from.
  private record Start(PartitionTracker tracker, Instant since, boolean isNew) {}

  /// Shards of one model that had an owner.
  private static final class Inheriting {
    private final Map<Shard, Long> ends = new HashMap<>();
    private Instant since = Instant.MAX;

    void add(Shard shard, long end, Instant from) {
      ends.put(shard, end);
      since = from.isBefore(since) ? from : since;
    }
  }
}
