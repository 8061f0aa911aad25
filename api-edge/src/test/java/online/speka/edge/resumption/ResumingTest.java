package online.speka.edge.resumption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import online.speka.edge.validation.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumingTest {
  private static final String KEY = "Idempotency-Key";
  private static final String RESUMABLE = "Speka-Resumable";
  private static final String LAST = "Last-Event-ID";

  private static Resuming of(boolean streaming, Map<String, List<String>> headers) {
    return Resuming.of(name -> headers.getOrDefault(name, List.of()), streaming, "made-up");
  }

  private static Resuming stream(String... headers) {
    Map<String, List<String>> all = new java.util.HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      all.put(headers[i], List.of(headers[i + 1]));
    }
    return of(true, all);
  }

  @Test
  void whoAsksForNothingGetsNothing() {
    assertThat(stream()).isEqualTo(new Resuming(null, false, 0));
    assertThat(stream().isKept()).isFalse();
    assertThat(stream(RESUMABLE, "false").isKept()).isFalse();
    assertThat(stream(LAST, "7")).isEqualTo(new Resuming(null, false, 0));
  }

  @Test
  void aKeyAloneKeepsTheAnswerAndNumbersNothing() {
    assertThat(stream(KEY, "k")).isEqualTo(new Resuming(new IdempotencyKey("k"), false, 0));
    assertThat(of(false, Map.of(KEY, List.of("k"))).isKept()).isTrue();
  }

  @Test
  void aResumableStreamWithoutAKeyGetsOne() {
    assertThat(stream(RESUMABLE, "True"))
        .isEqualTo(new Resuming(new IdempotencyKey("made-up"), true, 0));
  }

  @Test
  void aDocumentIsNotNumbered() {
    assertThat(of(false, Map.of(RESUMABLE, List.of("true"))))
        .isEqualTo(new Resuming(null, false, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "1", "true, false"})
  void aWishThatIsNeitherTrueNorFalseIsNamedForDocumentsToo(String wish) {
    assertThatThrownBy(() -> of(false, Map.of(RESUMABLE, List.of(wish))))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refused -> assertThat(refused.error().param()).isEqualTo(RESUMABLE));
  }

  @Test
  void theLastEventIsTheOneBeforeTheNext() {
    assertThat(stream(KEY, "k", RESUMABLE, "true", LAST, "0").seen()).isEqualTo(1);
    assertThat(stream(KEY, "k", RESUMABLE, "true", LAST, "41").seen()).isEqualTo(42);
    assertThat(stream(KEY, "k", RESUMABLE, "true", LAST, "").seen()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "1.5", "1 ", "9999999999", "1048577-2"})
  void anIdThatIsNotOneOfOursIsNamed(String last) {
    assertThatThrownBy(() -> stream(KEY, "k", RESUMABLE, "true", LAST, last))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refused -> assertThat(refused.error().param()).isEqualTo(LAST));
  }

  @Test
  void toGoOnNeedsTheKey() {
    assertThatThrownBy(() -> stream(RESUMABLE, "true", LAST, "1"))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refused -> assertThat(refused.error().param()).isEqualTo(KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tab\there", "ümlaut", "line\nbreak", "nul\0"})
  void aKeyIsPrintableAscii(String key) {
    assertThatThrownBy(() -> stream(KEY, key))
        .isInstanceOfSatisfying(
            InvalidRequestException.class,
            refused -> assertThat(refused.error().param()).isEqualTo(KEY));
  }

  @Test
  void aKeyHasItsLengthAndStandsOnce() {
    assertThat(stream(KEY, "k".repeat(255)).isKept()).isTrue();
    assertThatThrownBy(() -> stream(KEY, "k".repeat(256)))
        .isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> of(true, Map.of(KEY, List.of("a", "a"))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("once");
  }
}
