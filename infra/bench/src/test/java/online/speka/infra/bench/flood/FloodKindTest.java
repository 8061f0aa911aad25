package online.speka.infra.bench.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import online.speka.contract.principal.ApiKey;
import org.junit.jupiter.api.Test;

class FloodKindTest {

  private final SplittableRandom random = new SplittableRandom(7);

  @Test
  void eachKindIsRefusedAtAnotherStep() {
    for (int i = 0; i < 1_000; i++) {
      String unknown = FloodKind.UNKNOWN.key(random);
      String wrong = FloodKind.WRONG_CHECKSUM.key(random);

      assertThat(ApiKey.parse(unknown)).isPresent();
      assertThat(ApiKey.parse(wrong)).isEmpty();
      assertThat(wrong).hasSameSizeAs(unknown).startsWith("sk-speka-live-");
      assertThat(FloodKind.MALFORMED.key(random)).hasSizeLessThan(30);
    }
  }
}
