package online.speka.infra.services.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownSequenceTest {

  private final List<String> closed = new ArrayList<>();
  private final ShutdownSequence sequence = new ShutdownSequence();

  @Test
  void theLastRegisteredIsClosedFirstAndAFailureStopsNobody() {
    // Given
    sequence.add("database", () -> closed.add("database"));
    sequence.add(
        "broken",
        () -> {
          throw new IllegalStateException("cannot close");
        });
    ShutdownSequence.Step gone = sequence.add("gone", () -> closed.add("gone"));
    sequence.add("application", () -> closed.add("application"));
    gone.cancel();

    // When
    sequence.run();

    // Then
    assertThat(closed).containsExactly("application", "database");
  }

  @Test
  void nothingStartsWhileTheProcessEnds() {
    sequence.run();

    assertThatThrownBy(() -> sequence.add("late", () -> closed.add("late")))
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("shutting down");
  }
}
