package online.speka.contract.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelIdTest {

  @Test
  void twoIdsNeverShareASlug() {
    // Given
    Random random = new Random(11);
    Map<String, ModelId> bySlug = new HashMap<>();
    String alphabet = "as_c/:-.";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder("m");
      for (int j = random.nextInt(8); j > 0; j--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      ModelId id = new ModelId(text.toString());
      // When
      ModelId other = bySlug.put(id.slug(), id);
      // Then
      assertThat(other == null || other.equals(id)).as("%s and %s", id, other).isTrue();
      assertThat(ModelId.fromSlug(id.slug())).isEqualTo(id);
    }
  }

  @Test
  void theLongestIdStillFitsIntoATopicName() {
    // Given
    ModelId longest = new ModelId("a" + "_".repeat(ModelId.LENGTH_MAX - 1));
    // Then
    assertThat(("speka.jobs." + longest.slug() + ".interactive").length()).isLessThan(250);
  }

  @Test
  void textThatCannotBeAnIdIsRefused() {
    for (String text : new String[] {"", " ", "a b", "/a", "ä", "a".repeat(97), "a\nb"}) {
      assertThat(ModelId.isValid(text)).isFalse();
      assertThatThrownBy(() -> new ModelId(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
