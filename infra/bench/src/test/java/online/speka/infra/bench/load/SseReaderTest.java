package online.speka.infra.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseReaderTest {

  private final List<SseLine> lines = new ArrayList<>();
  private final SseReader reader = new SseReader(lines::add);

  @Test
  void aStreamReadsTheSameWhereverItIsCut() {
    // Given
    String text = Streams.WHOLE + ": ka\n" + Streams.token("Grüße 😀");
    reader.feed(Streams.bytes(text));
    List<SseLine> whole = List.copyOf(lines);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    for (int cut = 1; cut < bytes.length; cut++) {
      // When
      lines.clear();
      SseReader cutReader = new SseReader(lines::add);
      cutReader.feed(io.netty.buffer.Unpooled.wrappedBuffer(bytes, 0, cut));
      cutReader.feed(io.netty.buffer.Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut));

      // Then
      assertThat(lines).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @Test
  void aStreamReadsTheSameByteByByte() {
    // Given
    reader.feed(Streams.bytes(Streams.WHOLE));
    List<SseLine> whole = List.copyOf(lines);
    lines.clear();

    // When
    for (byte b : Streams.WHOLE.getBytes(StandardCharsets.UTF_8)) {
      reader.feed(io.netty.buffer.Unpooled.wrappedBuffer(new byte[] {b}));
    }

    // Then
    assertThat(lines).isEqualTo(whole).hasSize(7);
  }

  @Test
  void tellsContentFinishAndUsageApart() {
    reader.feed(Streams.bytes(Streams.SECOND + Streams.END));

    assertThat(lines)
        .containsExactly(
            new SseLine.Chunk("9.1 ", false, SseLine.Chunk.NO_USAGE),
            new SseLine.Chunk("", true, SseLine.Chunk.NO_USAGE),
            new SseLine.Chunk("", false, 3),
            new SseLine.Done());
  }

  @Test
  void linesMayEndAsInHttp() {
    reader.feed(Streams.bytes("data: [DONE]\r\n\r\n"));

    assertThat(lines).containsExactly(new SseLine.Done());
  }

  @Test
  void anErrorEventAndAStrangeFieldAreNoTokens() {
    reader.feed(Streams.bytes("data: {\"error\":{\"message\":\"x\"}}\n\nid: 5\n"));

    assertThat(lines)
        .containsExactly(
            new SseLine.Failure("{\"error\":{\"message\":\"x\"}}"), new SseLine.Strange("id: 5"));
  }

  @Test
  void aLineWithoutEndIsNotKeptForEver() {
    reader.feed(Streams.bytes("data: " + "x".repeat(SseReader.LINE_BYTES_MAX)));

    assertThat(lines).singleElement().isInstanceOf(SseLine.Strange.class);
  }
}
