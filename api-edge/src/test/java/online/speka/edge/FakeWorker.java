package online.speka.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.wire.JobHeaders;
import online.speka.contract.wire.RedisNames;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Stands for dispatcher and worker: takes jobs from their topics and lets the test answer them,
 * through the real codecs, log and channel.
 */
public final class FakeWorker implements AutoCloseable {
  private static final Duration JOB_WAIT_MAX = Duration.ofSeconds(10);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final StatefulRedisConnection<byte[], byte[]> redis;
  private final StatefulRedisPubSubConnection<byte[], byte[]> cancels;
  private final BlockingQueue<FakeJob> jobs = new LinkedBlockingQueue<>();
  private final List<JobId> cancelled = new CopyOnWriteArrayList<>();
  private final List<JobId> seen = new CopyOnWriteArrayList<>();
  private final Thread poller;
  private volatile Consumer<FakeJob> script = jobs::add;
  private volatile boolean running = true;

  public FakeWorker(String bootstrapServers, RedisClient client, List<String> topics) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "enable.auto.commit", "false",
                "fetch.max.wait.ms", "20",
                "reconnect.backoff.max.ms", "100",
                "auto.offset.reset", "latest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    this.redis = client.connect(ByteArrayCodec.INSTANCE);
    this.cancels = client.connectPubSub(ByteArrayCodec.INSTANCE);
    cancels.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void smessage(byte[] channel, byte[] message) {
            ByteBuffer id = ByteBuffer.wrap(message);
            cancelled.add(new JobId(new UUID(id.getLong(), id.getLong())));
          }
        });
    cancels.sync().ssubscribe(RedisNames.CANCELS.getBytes(US_ASCII));
    this.poller = Thread.ofPlatform().daemon().name("fake-worker").start(this::poll);
  }

  private void poll() {
    try {
      while (running) {
        consumer.poll(Duration.ofMillis(100)).forEach(this::take);
      }
    } catch (WakeupException _) {
      // The end.
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> taken) {
    Job job =
        JobHeaders.decode(
            name -> {
              Header header = taken.headers().lastHeader(name);
              return header == null ? null : header.value();
            });
    seen.add(job.id());
    FakeJob fake = new FakeJob(job, taken.value(), redis.async());
    Consumer<FakeJob> now = script;
    Thread.ofVirtual().start(() -> now.accept(fake));
  }

  /** What to do with every job from now on. Without a script they wait for {@link #next()}. */
  public void script(Consumer<FakeJob> answers) {
    script = answers;
  }

  public FakeJob next() throws InterruptedException {
    FakeJob job = jobs.poll(JOB_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    if (job == null) {
      throw new AssertionError("no job came in " + JOB_WAIT_MAX);
    }
    return job;
  }

  /** Jobs that came out of Kafka so far. */
  public List<JobId> seen() {
    return List.copyOf(seen);
  }

  public List<JobId> cancelled() {
    return List.copyOf(cancelled);
  }

  public void awaitCancelled(JobId job) {
    await().atMost(Duration.ofSeconds(5)).until(() -> cancelled.contains(job));
  }

  /** Forgets scripts, jobs and cancellations. */
  public void reset() {
    script = jobs::add;
    jobs.clear();
    seen.clear();
    cancelled.clear();
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
    try {
      poller.join(JOB_WAIT_MAX);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
    redis.close();
    cancels.close();
  }
}
