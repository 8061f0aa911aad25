package online.speka.infra.faults.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProgressTest {

  private final Progress progress = new Progress();

  @Test
  void wholeEventsCountWhereverTheNetworkCutsThem() {
    // Given
    String text = "id: 0\ndata: a\n\nid: 1\ndata: b\n\nid: 2\nda";

    // When
    for (int i = 0; i < text.length(); i++) {
      progress.read(text.substring(i, i + 1));
    }

    // Then
    assertThat(progress.events()).isEqualTo(2);
    assertThat(progress.lastEventId()).isEqualTo("1");
  }

  @Test
  void aPartIsForgottenBeforeItsEventComesAgain() {
    // Given
    progress.read("id: 0\ndata: a\n\nid: 1\nda");

    // When
    progress.forgetPart();
    progress.read("id: 1\ndata: b\n\n");

    // Then
    assertThat(progress.events()).isEqualTo(2);
    assertThat(progress.lastEventId()).isEqualTo("1");
  }

  @Test
  void eventsWithoutNumbersHaveNoLastOne() {
    progress.read("data: a\n\n");

    assertThat(progress.lastEventId()).isEmpty();
    assertThat(progress.events()).isEqualTo(1);
  }
}
