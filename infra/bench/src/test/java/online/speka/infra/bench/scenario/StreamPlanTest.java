package online.speka.infra.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import online.speka.infra.bench.script.StreamScript.Shape;
import org.junit.jupiter.api.Test;

class StreamPlanTest {

  private static final Shape TEN_SECONDS =
      new Shape(Duration.ofMillis(10), Duration.ofMillis(10), 1000);

  private static StreamPlan plan(Shape shape, int streams) {
    return new StreamPlan(shape, streams, Duration.ofSeconds(1), Duration.ofSeconds(30));
  }

  @Test
  void asManyStreamsAreInFlightAsWereAskedFor() {
    StreamPlan plan = plan(TEN_SECONDS, 64);

    assertThat(plan.ratePerSecond()).isCloseTo(6.4, within(0.001));
    assertThat(plan.chunksPerSecond()).isCloseTo(6400, within(1.0));
  }

  @Test
  void nothingIsMeasuredBeforeAllStreamsOfTheLoadHaveBegun() {
    assertThat(plan(TEN_SECONDS, 64).warmUp()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void theLastStreamHasTimeToEnd() {
    StreamPlan plan = plan(TEN_SECONDS, 64);

    assertThat(plan.bounds().drainMax()).isGreaterThan(TEN_SECONDS.length());
    assertThat(plan.lengthMax()).isGreaterThan(plan.length().plus(plan.bounds().drainMax()));
  }

  @Test
  void aLoadThatIsNoStreamIsRefused() {
    Shape oneToken = TEN_SECONDS.withTokens(1);
    Shape allAtOnce = new Shape(Duration.ofMillis(10), Duration.ZERO, 1000);

    assertThatThrownBy(() -> plan(oneToken, 64)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plan(allAtOnce, 64)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> plan(TEN_SECONDS, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
