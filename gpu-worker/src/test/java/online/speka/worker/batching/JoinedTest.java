package online.speka.worker.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JoinedTest {

  @Test
  void resultsStandInTheOrderOfTheInputsHoweverTheyCame() {
    // Given
    Joined<String> joined = new Joined<>(3);
    // When
    boolean first = joined.put(2, "c");
    boolean second = joined.put(0, "a");
    boolean third = joined.put(1, "b");
    // Then
    assertThat(joined.inOrder()).containsExactly("a", "b", "c");
    assertThat(new boolean[] {first, second, third}).containsExactly(false, false, true);
  }

  @Test
  void aResultComesOnlyOnce() {
    Joined<String> joined = new Joined<>(2);
    joined.put(1, "b");
    assertThatThrownBy(() -> joined.put(1, "again")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(joined::inOrder).hasMessageContaining("1 results are missing");
  }
}
