package online.speka.edge.validation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ApiError;
import online.speka.contract.principal.Principal;
import online.speka.edge.GoldenRequests;
import online.speka.edge.MalformedBodies;
import online.speka.edge.TestCatalog;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a body is, it is read or refused: no other end, and soon. */
class MalformedBodiesTest {
  private static final int BODIES = 5_000;
  private static final Duration TIME_MAX = Duration.ofSeconds(60);
  private static final Principal ANYBODY = principal("acme", "k").build();

  private final RequestReader reader = new RequestReader(TestCatalog.catalog());

  @ParameterizedTest
  @EnumSource
  void everyBodyIsReadOrRefusedWithAReason(JobKind kind) {
    long seed = Long.getLong("speka.seed", new Random().nextLong());
    MalformedBodies bodies = new MalformedBodies(new Random(seed), GoldenRequests.bodies(kind));
    int[] read = new int[1];

    assertTimeoutPreemptively(
        TIME_MAX,
        () -> {
          for (int i = 0; i < BODIES; i++) {
            byte[] body = bodies.next();
            try {
              read[0] += isRead(kind, body) ? 1 : 0;
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
              throw new AssertionError(
                  "-Dspeka.seed=" + seed + " body " + i + ": " + shown(body), e);
            }
          }
        },
        () -> "hangs with -Dspeka.seed=" + seed);

    assertThat(read[0]).as("some are still valid, seed %s", seed).isBetween(1, BODIES / 2);
  }

  private boolean isRead(JobKind kind, byte[] body) {
    try {
      InferenceRequest request = reader.read(kind, body, ANYBODY);
      assertThat(request.promptStart()).isBetween(1, request.promptEnd());
      assertThat(request.promptEnd()).isLessThan(body.length);
      assertThat(request.outputTokensMax()).isNotNegative();
      return true;
    } catch (InvalidRequestException e) {
      ApiError error = e.error();
      assertThat(error.reason().status()).isIn(400, 404);
      assertThat(error.message()).isNotBlank();
      return false;
    }
  }

  private static String shown(byte[] body) {
    return new String(body, UTF_8) + " = " + HexFormat.of().formatHex(body);
  }
}
