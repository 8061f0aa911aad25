package online.speka.infra.bench.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static online.speka.testkit.services.Service.REDIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.infra.bench.measure.AllocationMeter;
import online.speka.testkit.services.RedisFixture;
import online.speka.testkit.services.WithServices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bare server as it runs beside an edge, over a real Redis.
@WithServices(REDIS)
class BareProcessIT {

  private static final String CHANNEL = RedisNames.edgeChannel(new EdgeId("edge-under-test"));
  private static final JobId JOB =
      new JobId(new UUID(0x0198_0000_0000_7000L, 0x8000_0000_0000_0001L));

  @TempDir Path directory;

  private final RedisFixture redis;

  BareProcessIT(RedisFixture redis) {
    this.redis = redis;
  }

  private static Frame frame(int sequence, Content content) {
    return new Frame(JOB, new Attempt(1, 1), sequence, true, null, content);
  }

  @Test
  void aJobsFramesAreWhatItsConnectionGets() throws IOException, InterruptedException {
    try (BareProcess bare = BareProcess.start(redis.uri(), CHANNEL, directory);
        AllocationMeter allocations = AllocationMeter.attach(bare.pid()).orElseThrow();
        HttpClient http = HttpClient.newHttpClient();
        RedisClient client = RedisClient.create(redis.uri());
        StatefulRedisConnection<byte[], byte[]> publisher =
            client.connect(ByteArrayCodec.INSTANCE)) {
      // Given its channel is the one that is found
      assertThat(RedisEdgeChannel.find(redis.uri())).isEqualTo(CHANNEL);
      long allocatedBefore = allocations.bytes().orElseThrow();

      // When
      byte[] chunk = "data: 1\n\n".getBytes(US_ASCII);
      byte[] end = "data: [DONE]\n\n".getBytes(US_ASCII);
      publisher
          .sync()
          .spublish(
              CHANNEL.getBytes(US_ASCII),
              FrameCodec.encode(
                  List.of(frame(0, new Content.Chunk(chunk)), frame(1, new Content.End(end)))));
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(bare.base().resolve("/streams/" + JOB)).build(),
              HttpResponse.BodyHandlers.ofString());

      // Then
      assertThat(answer.body()).isEqualTo("data: 1\n\ndata: [DONE]\n\n");
      assertThat(bare.counts()).isEqualTo(new BareProcess.Counts(1, 2, 0));
      assertThat(allocations.bytes().orElseThrow()).isGreaterThan(allocatedBefore);
    }
  }

  @Test
  void aPlatformWithoutAnEdgeIsNoPlaceForIt() {
    assertThatThrownBy(() -> RedisEdgeChannel.find(redis.uri()))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("one edge, not 0");
  }
}
