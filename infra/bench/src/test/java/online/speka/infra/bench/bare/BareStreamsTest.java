package online.speka.infra.bench.bare;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.FrameCodec;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class BareStreamsTest {

  private static final JobId ONE = job(1);
  private static final JobId OTHER = job(2);

  private final BareStreams streams = new BareStreams();

  private static JobId job(long number) {
    return new JobId(new UUID(0x0198_0000_0000_7000L, 0x8000_0000_0000_0000L | number));
  }

  private static Frame chunk(JobId job, int sequence) {
    return frame(job, sequence, new Content.Chunk(bytes(sequence)));
  }

  private static Frame end(JobId job, int sequence) {
    return frame(job, sequence, new Content.End(bytes(sequence)));
  }

  private static Frame frame(JobId job, int sequence, Content content) {
    return new Frame(job, new Attempt(1, 1), sequence, true, null, content);
  }

  private static byte[] bytes(int sequence) {
    return ("<" + sequence + ">").getBytes(US_ASCII);
  }

  private String read(JobId job) {
    Flux<byte[]> stream = streams.claim(job).orElseThrow();
    List<String> pieces =
        stream.map(it -> new String(it, US_ASCII)).collectList().block(Duration.ofSeconds(5));
    return String.join("", pieces);
  }

  @Test
  void whatCameBeforeTheConnectionIsKeptForIt() {
    // Given a message of two jobs, then the ends of both
    streams.message(
        FrameCodec.encode(List.of(chunk(ONE, 0), chunk(OTHER, 0), chunk(ONE, 1), end(ONE, 2))));
    streams.message(FrameCodec.encode(List.of(end(OTHER, 1))));

    // Then each has its own bytes
    assertThat(read(ONE)).isEqualTo("<0><1><2>");
    assertThat(read(OTHER)).isEqualTo("<0><1>");
    assertThat(streams.counts()).isEqualTo(new BareStreams.Counts(2, 5, 0));
  }

  @Test
  void whatComesAfterTheConnectionIsPassedOnAtOnce() {
    // Given
    StringBuilder seen = new StringBuilder();
    var _ = streams.claim(ONE).orElseThrow().subscribe(it -> seen.append(new String(it, US_ASCII)));

    // When
    streams.message(FrameCodec.encode(List.of(chunk(ONE, 0))));

    // Then
    assertThat(seen).hasToString("<0>");
  }

  @Test
  void jobsThatThereIsNoRoomForAreCountedAndDropped() {
    // Given as many jobs as may be known
    IntStream.range(0, BareStreams.STREAMS_MAX)
        .forEach(i -> streams.message(FrameCodec.encode(List.of(chunk(job(100 + i), 0)))));

    // When
    streams.message(FrameCodec.encode(List.of(chunk(ONE, 0))));

    // Then
    assertThat(streams.counts().dropped()).isEqualTo(1);
    assertThat(streams.claim(ONE)).isEmpty();

    // And there is room again when one is done with
    streams.release(job(100));
    assertThat(streams.claim(ONE)).isPresent();
  }
}
