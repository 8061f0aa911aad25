package online.speka.dispatcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.LMoveArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.fleet.Heartbeat;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.usage.Usage;
import online.speka.contract.wire.AssignmentCodec;
import online.speka.contract.wire.HeartbeatCodec;
import online.speka.contract.wire.JobEventCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.Topics;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/// A worker as the dispatcher sees one: a heartbeat, an inbox, and facts on the outcomes topic.
/// What becomes of a job is up to the test.
final class FakeWorker implements AutoCloseable {

  private final WorkerId id;
  private final ModelId model;
  private final int slots;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> beats;
  private final StatefulRedisConnection<byte[], byte[]> inbox;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong beat = new AtomicLong();
  private final Map<JobId, Assignment> held = new ConcurrentHashMap<>();
  private final List<Assignment> received = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
  private final Thread taking;
  private volatile boolean alive = true;
  private volatile boolean ready = true;
  private volatile boolean completing;

  FakeWorker(KafkaFixture kafka, RedisFixture redis, String name, ModelId model, int slots) {
    this.id = new WorkerId(name);
    this.model = model;
    this.slots = slots;
    this.client = redis.newClient();
    this.beats = client.connect(ByteArrayCodec.INSTANCE);
    this.inbox = client.connect(ByteArrayCodec.INSTANCE);
    this.producer = kafka.newProducer();
    // Its first send must not have to ask a broker that a test has just killed.
    producer.partitionsFor(Topics.OUTCOMES);
    this.taking = Thread.ofVirtual().start(this::take);
    heart.scheduleAtFixedRate(this::beat, 0, Heartbeat.INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  WorkerId id() {
    return id;
  }

  /// Every assignment it ever took, in order.
  List<Assignment> received() {
    return received;
  }

  /// The assignments it has not ended.
  List<Assignment> held() {
    return new ArrayList<>(held.values());
  }

  /// Whether jobs taken from now on stay until the test ends them; those held end when it is
  /// switched off.
  void holding(boolean on) {
    completing = !on;
    if (!on) {
      held().forEach(this::complete);
    }
  }

  /// From now on every job ends well the moment it is taken.
  FakeWorker completing() {
    holding(false);
    return this;
  }

  FakeWorker notReady() {
    ready = false;
    return this;
  }

  void complete(Assignment assignment) {
    end(
        assignment,
        new Outcome(
            assignment.job(),
            assignment.attempt(),
            Outcome.Status.COMPLETED,
            Cause.FINISHED,
            Usage.of(10, 5),
            Timings.NONE,
            "",
            Instant.now()));
  }

  void fail(Assignment assignment, Cause cause) {
    end(assignment, failure(assignment, cause));
  }

  private static AttemptFailed failure(Assignment assignment, Cause cause) {
    return Samples.failure(assignment.job(), assignment.attempt(), cause);
  }

  /// Falls silent, as after kill -9.
  void die() {
    alive = false;
    heart.shutdownNow();
    taking.interrupt();
  }

  private void end(Assignment assignment, JobEvent fact) {
    producer.send(
        new ProducerRecord<>(
            Topics.OUTCOMES, model.value().getBytes(UTF_8), JobEventCodec.encode(fact)),
        (_, failure) -> {
          if (failure == null) {
            held.remove(assignment.job().id(), assignment);
          }
        });
  }

  private void beat() {
    List<Heartbeat.Running> running =
        held.values().stream().map(a -> new Heartbeat.Running(a.job().id(), a.attempt())).toList();
    List<Heartbeat.LoadedModel> models = List.of(new Heartbeat.LoadedModel(model, slots, ready));
    Heartbeat heartbeat = new Heartbeat(id, beat.incrementAndGet(), false, models, running);
    try {
      beats
          .async()
          .hset(
              RedisNames.WORKERS.getBytes(UTF_8),
              id.value().getBytes(UTF_8),
              HeartbeatCodec.encode(heartbeat));
    } catch (RedisException e) {
      // Redis is away; the next beat tries again.
    }
  }

  private void take() {
    byte[] from = RedisNames.inbox(id).getBytes(UTF_8);
    byte[] to = RedisNames.taken(id).getBytes(UTF_8);
    while (alive) {
      try {
        byte[] bytes = inbox.sync().blmove(from, to, LMoveArgs.Builder.rightLeft(), 1);
        if (bytes != null && alive) {
          inbox.sync().lrem(to, 1, bytes);
          Assignment assignment = AssignmentCodec.decode(bytes);
          held.put(assignment.job().id(), assignment);
          received.add(assignment);
          if (completing) {
            complete(assignment);
          }
        }
      } catch (RedisException e) {
        // Redis is away, or this worker is.
      }
    }
  }

  @Override
  public void close() {
    die();
    producer.close(Duration.ofSeconds(2));
    client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
  }
}
