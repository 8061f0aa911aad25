package online.speka.edge.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import org.junit.jupiter.api.Test;

class EventCounterTest {
  private static final byte[] OPENING = "{\"id\":\"resp_1\",".getBytes(UTF_8);
  private static final ApiError BROKEN = ApiError.of(ErrorReason.UPSTREAM_ERROR, "It broke.");
  private static final List<String> EVENTS =
      IntStream.range(0, 12)
          .mapToObj(n -> "event: e%d\ndata: {\"n\":%d,\"t\":\"ä\"}\n\n".formatted(n, n))
          .toList();

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  @Test
  void whateverTheCutsExactlyTheEventsBehindTheSkippedOnesPass() {
    Random random = new Random(7);
    byte[] all = String.join("", EVENTS).getBytes(UTF_8);
    for (int skipped = 0; skipped <= EVENTS.size() + 1; skipped++) {
      for (int round = 0; round < 50; round++) {
        // Given
        EventCounter counter = new EventCounter(skipped);
        StringBuilder passed = new StringBuilder();
        // When
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        for (int from = 0; from < all.length; ) {
          int to = Math.min(all.length, from + 1 + random.nextInt(60));
          out.writeBytes(counter.pass(Arrays.copyOfRange(all, from, to)));
          from = to;
        }
        passed.append(out.toString(UTF_8));
        // Then
        assertThat(passed.toString())
            .isEqualTo(
                String.join("", EVENTS.subList(Math.min(skipped, EVENTS.size()), EVENTS.size())));
      }
    }
  }

  @Test
  void bytesThatNeedNoCutAreNotCopied() {
    byte[] event = EVENTS.getFirst().getBytes(UTF_8);
    assertThat(new EventCounter(0).pass(event)).isSameAs(event);
  }

  @Test
  void keepAlivesAreNoEvents() {
    EventCounter counter = new EventCounter(0);
    counter.pass(": ka\n".getBytes(UTF_8));
    counter.pass((EVENTS.getFirst() + ": ka\n").getBytes(UTF_8));
    assertThat(text(counter.failure(OPENING, BROKEN))).contains("\"sequence_number\":1,");
  }

  @Test
  void aFailureTakesTheNextTwoNumbers() {
    EventCounter counter = new EventCounter(0);
    counter.pass(String.join("", EVENTS).getBytes(UTF_8));
    assertThat(text(counter.failure(OPENING, BROKEN)))
        .isEqualTo(
            """
            event: error
            data: {"type":"error","sequence_number":12,"code":"upstream_error",\
            "message":"It broke.","param":null}

            event: response.failed
            data: {"type":"response.failed","sequence_number":13,"response":{"id":"resp_1",\
            "status":"failed","error":{"code":"server_error","message":"It broke."},\
            "incomplete_details":null,"output":[],"usage":null}}

            """);
  }

  @Test
  void whatOfAFailureTheClientHasSeenIsLeftOut() {
    for (int skipped = 0; skipped < 4; skipped++) {
      EventCounter counter = new EventCounter(skipped);
      counter.pass(EVENTS.getFirst().getBytes(UTF_8));
      String events = text(counter.failure(OPENING, BROKEN));
      assertThat(events.contains("event: error")).isEqualTo(skipped <= 1);
      assertThat(events.contains("event: response.failed")).isEqualTo(skipped <= 2);
    }
  }

  @Test
  void aFailureNeverBecomesPartOfAnEventThatWasCutOff() {
    EventCounter counter = new EventCounter(0);
    counter.pass("event: e0\ndata: {\"half".getBytes(UTF_8));
    assertThat(text(counter.failure(OPENING, BROKEN))).startsWith("\n\nevent: error\n");
  }

  @Test
  void aCancelledResponseHasNotFailed() {
    String events =
        text(
            new EventCounter(0)
                .failure(OPENING, ApiError.of(ErrorReason.CLIENT_GONE, "Cancelled.")));
    assertThat(events).startsWith("event: error\n").doesNotContain("response.failed");
  }
}
