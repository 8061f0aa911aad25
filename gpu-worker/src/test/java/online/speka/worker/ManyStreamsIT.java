package online.speka.worker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.Assignment;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.AssignmentCodec;
import online.speka.contract.wire.CatalogFile;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.testkit.services.KafkaFixture;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.Service;
import online.speka.testkit.services.WithServices;
import online.speka.worker.engine.Engines;
import online.speka.worker.engine.simulator.SimulatorReference;
import online.speka.worker.rendering.AnswerWriter;
import online.speka.worker.rendering.TokenEvent;
import online.speka.worker.rendering.request.ChatRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/// A worker that runs hundreds of streams of different texts at the same time: every byte of every
/// stream arrives, once, in order, and in the right one.
@WithServices({Service.KAFKA, Service.REDIS})
class ManyStreamsIT {

  private static final int STREAMS = 500;
  private static final int TOKENS_MIN = 20;
  private static final int TOKENS_SPAN = 40;
  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final String FINGERPRINT = "fp_simulator_1";
  private static final String CATALOG =
      """
      models:
        - id: many/streams
          kind: chat
          owned_by: simulated
          slots: %d
          context_tokens: 100000
          prices: {prompt: 1, cached_prompt: 1, completion: 1}
          engine: {simulator: {time_to_first_token: PT0.3S, inter_token: PT0.005S}}
      """;

  private final Map<JobId, List<Frame>> heard = new ConcurrentHashMap<>();
  private final AtomicInteger ended = new AtomicInteger();

  @TempDir Path folder;

  @Test
  void everyByteOfEveryStreamArrivesInItsOrder(KafkaFixture kafka, RedisFixture redisFixture)
      throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("catalog.yml"), CATALOG.formatted(STREAMS));
    Catalog catalog = CatalogFile.read(file);
    ModelSpec model = catalog.models().getFirst();
    Map<Job, byte[]> requests = requests();
    try (RedisClient redis = redisFixture.newClient();
        StatefulRedisConnection<byte[], byte[]> dispatcher =
            redis.connect(ByteArrayCodec.INSTANCE);
        StatefulRedisPubSubConnection<byte[], byte[]> edge =
            redis.connectPubSub(ByteArrayCodec.INSTANCE);
        ConfigurableApplicationContext worker = start(kafka, redisFixture, file)) {
      listen(edge);
      await()
          .atMost(WAIT)
          .until(() -> worker.getBean(Engines.class).find(model.id()).orElseThrow().ready());

      // When
      byte[] inbox = RedisNames.inbox(worker.getBean(WorkerId.class)).getBytes(US_ASCII);
      requests.forEach(
          (job, body) -> {
            var _ =
                dispatcher
                    .async()
                    .lpush(
                        inbox,
                        AssignmentCodec.encode(new Assignment(job, new Attempt(1, 1), body)));
          });

      // Then
      await().atMost(WAIT).until(() -> ended.get() == STREAMS);
      requests.forEach((job, body) -> assertWhole(job, expected(model, job, body)));
    }
  }

  private static ConfigurableApplicationContext start(
      KafkaFixture kafka, RedisFixture redis, Path catalog) {
    return WorkerApplication.builder()
        .run(
            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--spring.data.redis.url=" + redis.uri(),
            "--speka.catalog.file=" + catalog,
            "--server.port=0",
            "--speka.worker.lifecycle.drain-min=0s");
  }

  private static Map<Job, byte[]> requests() {
    Map<Job, byte[]> requests = new LinkedHashMap<>();
    for (int i = 0; i < STREAMS; i++) {
      String body =
          """
          {"model": "many/streams", "stream": true, "max_tokens": %d,
           "messages": [{"role": "user", "content": "Stream number %d"}]}"""
              .formatted(TOKENS_MIN + i % TOKENS_SPAN, i);
      requests.put(Jobs.streaming("many/streams"), body.getBytes(UTF_8));
    }
    return requests;
  }

  private void listen(StatefulRedisPubSubConnection<byte[], byte[]> edge) {
    edge.addListener(
        new RedisPubSubAdapter<>() {
          @Override
          public void smessage(byte[] channel, byte[] message) {
            FrameCodec.decode(message, ManyStreamsIT.this::hear);
          }
        });
    var _ =
        edge.async()
            .ssubscribe(RedisNames.edgeChannel(Jobs.EDGE).getBytes(US_ASCII))
            .toCompletableFuture()
            .join();
  }

  private void hear(Frame frame) {
    heard.computeIfAbsent(frame.job(), _ -> new CopyOnWriteArrayList<>()).add(frame);
    if (frame.isLast()) {
      ended.incrementAndGet();
    }
  }

  /// The frames as the reference has them.
  private static List<String> expected(ModelSpec model, Job job, byte[] body) {
    SimulatorReference reference = SimulatorReference.of(model, body);
    SimulatorReference.Choice choice = reference.choices().getFirst();
    AnswerWriter writer = AnswerWriter.of(job, ChatRequest.parse(body), FINGERPRINT);
    List<String> frames = new ArrayList<>();
    for (String piece : choice.pieces()) {
      frames.add(new String(writer.write(new TokenEvent.Text(0, piece)), UTF_8));
    }
    var _ = writer.write(new TokenEvent.Finish(0, choice.finishReason()));
    frames.add(new String(writer.finish(reference.usage()), UTF_8));
    return frames;
  }

  private void assertWhole(Job job, List<String> expected) {
    List<Frame> frames = heard.get(job.id());
    assertThat(frames).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(frames.get(i).sequence()).isEqualTo(i);
      assertThat(text(frames.get(i))).isEqualTo(expected.get(i));
    }
  }

  private static String text(Frame frame) {
    return switch (frame.content()) {
      case Content.Chunk(byte[] bytes) -> new String(bytes, UTF_8);
      case Content.End(byte[] bytes) -> new String(bytes, UTF_8);
      case Content.Failure(var error) -> "<" + error.reason() + ">";
      case Content.Stored() -> "<stored>";
    };
  }
}
