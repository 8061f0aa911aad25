package online.speka.worker.engine.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import online.speka.worker.engine.llamacpp.SamplingSettings.Penalties;
import org.junit.jupiter.api.Test;

class TokenSamplerTest {

  private static final float[] SCORES = {1, 4, 3, 2, 0};

  private static SamplingSettings settings(double temperature, int topK, double topP, double minP) {
    return new SamplingSettings(temperature, topK, topP, minP, Penalties.NONE, 42L, Map.of());
  }

  private static Set<Integer> drawn(SamplingSettings settings, float[] scores) {
    TokenSampler sampler = new TokenSampler(settings);
    Set<Integer> drawn = new TreeSet<>();
    for (int i = 0; i < 3000; i++) {
      float[] logits = scores.clone();
      sampler.adjust(logits);
      drawn.add(sampler.draw(logits));
    }
    return drawn;
  }

  @Test
  void temperatureZeroAlwaysDrawsTheLikeliest() {
    assertThat(drawn(settings(0, 0, 1, 0), SCORES)).containsExactly(1);
  }

  @Test
  void withoutLimitsEverythingIsDrawnAsOftenAsItIsLikely() {
    // Given
    TokenSampler sampler = new TokenSampler(settings(1, 0, 1, 0));
    int[] counts = new int[SCORES.length];
    double sum = 0;
    for (float score : SCORES) {
      sum += Math.exp(score);
    }
    // When
    int draws = 50_000;
    for (int i = 0; i < draws; i++) {
      counts[sampler.draw(SCORES.clone())]++;
    }
    // Then
    for (int token = 0; token < counts.length; token++) {
      assertThat(counts[token] / (double) draws)
          .isCloseTo(Math.exp(SCORES[token]) / sum, within(0.01));
    }
  }

  @Test
  void temperatureFlattens() {
    TokenSampler sampler = new TokenSampler(settings(2, 0, 1, 0));
    int first = 0;
    for (int i = 0; i < 20_000; i++) {
      first += sampler.draw(new float[] {2, 0}) == 0 ? 1 : 0;
    }
    assertThat(first / 20_000.0).isCloseTo(Math.E / (Math.E + 1), within(0.02));
  }

  @Test
  void topKKeepsSoMany() {
    assertThat(drawn(settings(2, 2, 1, 0), SCORES)).containsExactly(1, 2);
  }

  @Test
  void topPKeepsTheSmallestSetThatReachesIt() {
    // The likeliest has 0.64 of all, the next 0.23.
    assertThat(drawn(settings(2, 0, 0.6, 0), SCORES)).containsExactly(1);
    assertThat(drawn(settings(2, 0, 0.7, 0), SCORES)).containsExactly(1, 2);
    assertThat(drawn(settings(2, 0, 0, 0), SCORES)).containsExactly(1);
  }

  @Test
  void minPKeepsWhatIsLikelyComparedToTheLikeliest() {
    assertThat(drawn(settings(2, 0, 1, 0.3), SCORES)).containsExactly(1, 2);
  }

  @Test
  void aBiasForcesAndBans() {
    SamplingSettings forced =
        new SamplingSettings(1, 0, 1, 0, Penalties.NONE, 1L, Map.of(4, 100.0));
    SamplingSettings banned =
        new SamplingSettings(1, 0, 1, 0, Penalties.NONE, 1L, Map.of(1, Double.NEGATIVE_INFINITY));
    assertThat(drawn(forced, SCORES)).containsExactly(4);
    assertThat(drawn(banned, SCORES)).containsExactly(0, 2, 3, 4);
  }

  @Test
  void penaltiesMakeWhatWasUsedLessLikely() {
    // Given
    SamplingSettings settings =
        new SamplingSettings(0, 0, 1, 0, new Penalties(0.5, 0.25, 2), 1L, Map.of());
    TokenSampler sampler = new TokenSampler(settings);
    sampler.accept(1);
    sampler.accept(1);
    sampler.accept(4);
    float[] logits = {1, 4, 3, 2, -1};
    // When
    sampler.adjust(logits);
    // Then: halved and less 0.5 + 2 x 0.25; doubled away from zero and less 0.5 + 0.25
    assertThat(logits).containsExactly(1f, 1f, 3f, 2f, -2.75f);
  }

  @Test
  void equalSeedsDrawEqualTokens() {
    TokenSampler one = new TokenSampler(settings(1, 0, 1, 0));
    TokenSampler other = new TokenSampler(settings(1, 0, 1, 0));
    for (int i = 0; i < 100; i++) {
      assertThat(one.draw(SCORES.clone())).isEqualTo(other.draw(SCORES.clone()));
    }
  }

  @Test
  void nothingIsDrawnWhereNothingCanFollow() {
    float[] none = new float[10];
    Arrays.fill(none, Float.NEGATIVE_INFINITY);
    assertThat(new TokenSampler(settings(1, 40, 0.9, 0.05)).draw(none))
        .isEqualTo(TokenSampler.NONE);
    Arrays.fill(none, Float.NaN);
    assertThat(new TokenSampler(settings(0, 40, 0.9, 0.05)).draw(none))
        .isEqualTo(TokenSampler.NONE);
  }

  @Test
  void scoresBelowZeroAreOrderedToo() {
    assertThat(drawn(settings(1, 1, 1, 0), new float[] {-5, -1, -3})).containsExactly(1);
    assertThat(drawn(settings(1, 2, 1, 0), new float[] {-5, 1, -3})).containsExactly(1, 2);
  }
}
