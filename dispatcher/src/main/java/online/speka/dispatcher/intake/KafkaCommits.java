package online.speka.dispatcher.intake;

import java.util.HashMap;
import java.util.Map;
import online.speka.dispatcher.flowcontrol.Moment;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.intake.PartitionTracker.Progress;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Commits progress. A commit that fails costs nothing but a longer replay after a crash, so it is
/// not repeated as it was: the next one says more.
final class KafkaCommits {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaCommits.class);

  private final Consumer<byte[], byte[]> consumer;
  private final IntakeParts parts;
  private boolean inFlight;
  private boolean refresh;
  private long refreshedNanos;

  KafkaCommits(Consumer<byte[], byte[]> consumer, IntakeParts parts) {
    this.consumer = consumer;
    this.parts = parts;
    this.refreshedNanos = parts.clock().get().nanos();
  }

  /// Commits what has changed, unless a commit is on its way.
  void commit(Moment now) {
    if (inFlight) {
      return;
    }
    boolean all =
        refresh || now.nanos() - refreshedNanos >= parts.properties().commitRefresh().toNanos();
    Map<Shard, Progress> progress = new HashMap<>();
    parts.models().all().forEach(model -> progress.putAll(model.progress(all)));
    if (all) {
      refresh = false;
      refreshedNanos = now.nanos();
    }
    if (!progress.isEmpty()) {
      inFlight = true;
      consumer.commitAsync(offsets(progress), (_, failure) -> committed(failure));
    }
  }

  /// Commits before shards are given away.
  void commitLast(Map<Shard, Progress> progress) {
    if (progress.isEmpty()) {
      return;
    }
    try {
      commitNow(progress);
    } catch (KafkaException e) {
      parts.metrics().commitFailed();
      LOG.atWarn().setCause(e).log("last commit failed; the next owner finds out by the outcomes");
    }
  }

  /// @throws KafkaException if it cannot be committed now
  void commitNow(Map<Shard, Progress> progress) {
    Map<TopicPartition, OffsetAndMetadata> offsets = offsets(progress);
    try {
      consumer.commitSync(offsets, parts.properties().requestTimeout());
    } catch (WakeupException e) {
      // Somebody wanted the poll to end; that has been heard now.
      consumer.commitSync(offsets, parts.properties().requestTimeout());
    }
  }

  private void committed(@org.jspecify.annotations.Nullable Exception failure) {
    inFlight = false;
    if (failure != null) {
      refresh = true;
      parts.metrics().commitFailed();
      LOG.atDebug().setCause(failure).log("commit failed; the next one says more");
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(Map<Shard, Progress> progress) {
    Map<TopicPartition, OffsetAndMetadata> offsets = HashMap.newHashMap(progress.size());
    progress.forEach(
        (shard, at) -> {
          parts.metrics().committed(at.metadata().length());
          offsets.put(
              KafkaShards.partition(shard), new OffsetAndMetadata(at.offset(), at.metadata()));
        });
    return offsets;
  }
}
