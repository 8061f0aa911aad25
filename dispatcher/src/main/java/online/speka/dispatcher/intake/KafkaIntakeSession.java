package online.speka.dispatcher.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Job;
import online.speka.contract.wire.Topics;
import online.speka.contract.wire.WireFormatException;
import online.speka.dispatcher.flowcontrol.Arrival;
import online.speka.dispatcher.flowcontrol.Moment;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import online.speka.dispatcher.flowcontrol.Position;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.intake.PartitionTracker.Progress;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One consumer in the dispatcher group, from joining to leaving. Everything but [#wake()] runs on
/// the thread that polls.
final class KafkaIntakeSession implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaIntakeSession.class);

  private final Consumer<byte[], byte[]> consumer;
  private final IntakeParts parts;
  private final OwnedModels models;
  private final KafkaCommits commits;
  private final KafkaPreparation preparation;
  private final KafkaMembership membership;
  private final Thread thread = Thread.currentThread();
  private long tickedNanos;
  private volatile boolean joined;

  KafkaIntakeSession(Consumer<byte[], byte[]> consumer, IntakeParts parts) {
    this.consumer = consumer;
    this.parts = parts;
    this.models = parts.models();
    this.commits = new KafkaCommits(consumer, parts);
    this.preparation = new KafkaPreparation(consumer, parts, commits, this::wake);
    this.membership = new KafkaMembership(consumer, parts.lease());
    consumer.subscribe(Topics.JOBS_PATTERN, this);
  }

  /// Whether the group has given this process its share, be it empty.
  boolean hasJoined() {
    return joined;
  }

  /// Ends a poll early. Any thread.
  void wake() {
    if (!Thread.currentThread().equals(thread)) {
      consumer.wakeup();
    }
  }

  void runOnce() {
    for (ConsumerRecord<byte[], byte[]> record : poll()) {
      KafkaShards.shard(new TopicPartition(record.topic(), record.partition()))
          .ifPresent(shard -> deliver(record, shard));
    }
    preparation.run();
    followWishes();
    Moment now = parts.clock().get();
    if (now.nanos() - tickedNanos >= parts.properties().commitInterval().toNanos()) {
      tickedNanos = now.nanos();
      membership.check(now);
      models.tell(new OwnerEvent.Tick());
      commits.commit(now);
    }
  }

  /// Leaves the group at once, after the last commit.
  void close() {
    joined = false;
    try {
      consumer.close(
          CloseOptions.timeout(parts.properties().closeTimeout())
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    } finally {
      var _ = models.releaseAll();
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    joined = true;
    parts.lease().renew(parts.clock().get().nanos());
    int epoch = consumer.groupMetadata().generationId();
    consumer.pause(partitions);
    preparation.add(partitions, epoch);
    LOG.atInfo()
        .addKeyValue("epoch", epoch)
        .addKeyValue("partitions", partitions.size())
        .log("partitions assigned");
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commits.commitLast(release(partitions));
    LOG.atInfo().addKeyValue("partitions", partitions.size()).log("partitions given up");
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    // The next owner has them already: nothing may be committed.
    var _ = release(partitions);
    LOG.atWarn()
        .addKeyValue("partitions", partitions.size())
        .log("partitions lost; their new owner adopts what runs");
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    try {
      Duration timeout = parts.properties().commitInterval();
      return consumer.poll(timeout);
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    }
  }

  private void deliver(ConsumerRecord<byte[], byte[]> record, Shard shard) {
    OwnedModel model = models.find(shard.model());
    if (model == null) {
      return;
    }
    Position position = new Position(shard, record.offset());
    parts.metrics().recordPolled();
    try {
      Job job = KafkaJobRecords.job(record, shard);
      boolean cancelled = parts.cancels().take(job.id());
      Arrival arrival = new Arrival(job, record.value(), position, parts.clock().get(), cancelled);
      if (!model.arrived(arrival)) {
        parts.metrics().recordSkipped();
        return;
      }
      // Asked again: a cancellation that was heard in between found no job to cancel.
      if (parts.cancels().take(job.id())) {
        model.on(new OwnerEvent.Cancelled(job.id()));
      }
    } catch (WireFormatException e) {
      parts.metrics().recordMalformed();
      LOG.atError()
          .setCause(e)
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("record is no job; it is passed over");
      model.skipped(position);
    }
  }

  private void followWishes() {
    Set<ModelId> changed = models.takeChangedWishes();
    if (changed.isEmpty()) {
      return;
    }
    Set<TopicPartition> pause = new HashSet<>();
    Set<TopicPartition> resume = new HashSet<>();
    for (TopicPartition partition : consumer.assignment()) {
      KafkaShards.shard(partition)
          .filter(shard -> changed.contains(shard.model()) && !preparation.isWaiting(partition))
          .ifPresent(
              shard -> {
                OwnedModel model = models.find(shard.model());
                (model != null && model.wants(shard) ? resume : pause).add(partition);
              });
    }
    consumer.pause(pause);
    consumer.resume(resume);
  }

  private Map<Shard, Progress> release(Collection<TopicPartition> partitions) {
    preparation.remove(partitions);
    return models.release(KafkaShards.shards(partitions));
  }
}
