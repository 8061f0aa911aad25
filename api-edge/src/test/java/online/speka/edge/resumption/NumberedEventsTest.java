package online.speka.edge.resumption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import online.speka.edge.validation.InvalidRequestException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class NumberedEventsTest {
  private static final String STREAM =
      "data: {\"a\":\"\\n\\n\"}\n\nevent: x\ndata: 1\ndata: : 2\n\ndata: [DONE]\n\n";
  private static final List<String> NUMBERED =
      List.of(
          "id: 0\ndata: {\"a\":\"\\n\\n\"}\n\n",
          "id: 1\nevent: x\ndata: 1\ndata: : 2\n\n",
          "id: 2\ndata: [DONE]\n\n");

  private static String numbered(long seen, String... pieces) {
    return NumberedEvents.of(Flux.fromArray(pieces).map(piece -> piece.getBytes(UTF_8)), seen)
        .map(bytes -> new String(bytes, UTF_8))
        .collectList()
        .map(all -> String.join("", all))
        .block();
  }

  @Test
  void eachEventGetsTheNextNumber() {
    assertThat(numbered(0, STREAM)).isEqualTo(String.join("", NUMBERED));
  }

  @Test
  void whatWasSeenIsLeftOutAndTheRestKeepsItsNumbers() {
    for (int seen = 0; seen <= NUMBERED.size(); seen++) {
      assertThat(numbered(seen, STREAM))
          .isEqualTo(String.join("", NUMBERED.subList(seen, NUMBERED.size())));
    }
  }

  @Test
  void itDoesNotMatterWhereTheBytesAreCut() {
    for (int seen = 0; seen <= NUMBERED.size(); seen++) {
      String whole = String.join("", NUMBERED.subList(seen, NUMBERED.size()));
      for (int one = 0; one <= STREAM.length(); one++) {
        for (int two = one; two <= STREAM.length(); two++) {
          assertThat(
                  numbered(
                      seen,
                      STREAM.substring(0, one),
                      STREAM.substring(one, two),
                      STREAM.substring(two)))
              .isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void commentsAreLeftOutAndCountForNothing() {
    assertThat(numbered(0, ": ka\n", "data: 0\n\n", ": ka\n: ka\n", "\ndata: 1\n: ka\ndata: 2\n\n"))
        .isEqualTo("id: 0\ndata: 0\n\nid: 1\ndata: 1\ndata: 2\n\n");
    assertThat(numbered(1, ": ka\n", "data: 0\n\n: ka\n", "data: 1\n\n"))
        .isEqualTo("id: 1\ndata: 1\n\n");
  }

  @Test
  void aStreamThatIsOverBeforeTheEventThatWasSeenIsRefused() {
    assertThatThrownBy(() -> numbered(4, STREAM))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("no event of this id");
  }

  @Test
  void aStreamThatBreaksPassesItsErrorOn() {
    Flux<byte[]> body =
        Flux.concat(
            Flux.just("data: 0\n\n".getBytes(UTF_8)), Flux.error(new IllegalStateException("x")));
    List<byte[]> passed = new ArrayList<>();

    assertThatThrownBy(() -> NumberedEvents.of(body, 0).doOnNext(passed::add).blockLast())
        .isInstanceOf(IllegalStateException.class);
    assertThat(passed).hasSize(1);
  }
}
