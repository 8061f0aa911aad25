package online.speka.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Fund;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EnvelopeTest {
  private static final JsonMapper MAPPER = new JsonMapper();

  @Test
  void everyReasonLooksAsInTheGoldenFile() throws IOException {
    List<ApiError> errors = new ArrayList<>();
    for (ErrorReason reason : ErrorReason.values()) {
      errors.add(ApiError.of(reason, "Why."));
    }
    for (Fund.Source source : Fund.Source.values()) {
      errors.add(ApiError.exhausted("Why.", source));
    }

    String lines =
        errors.stream()
            .map(
                error ->
                    error.reason().status()
                        + " "
                        + new String(Envelope.document(error), UTF_8)
                        + "\n")
            .collect(Collectors.joining());

    assertThat(lines).isEqualTo(golden("error-envelopes.txt"));
  }

  @ParameterizedTest
  @EnumSource
  void allFourKeysAreThereAndTheCodeIsTextOrNull(ErrorReason reason) {
    JsonNode error =
        MAPPER
            .readTree(Envelope.document(ApiError.ofParam(reason, "a \"b\"\n\u0000 😀", "x[0].y")))
            .get("error");

    assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
    assertThat(error.get("message").stringValue()).isEqualTo("a \"b\"\n\u0000 😀");
    assertThat(error.get("param").stringValue()).isEqualTo("x[0].y");
    assertThat(error.get("code").isString() || error.get("code").isNull()).isTrue();
  }

  @Test
  void theWaitAddedToAnErrorTakesNothingFromIt() {
    ApiError error = ApiError.exhausted("Why.", Fund.Source.KEY_BUDGET);

    assertThat(error.retryAfter(7).limitSource()).isEqualTo(Fund.Source.KEY_BUDGET);
  }

  @Test
  void anEventIsOneLineOfData() {
    String event =
        new String(
            Envelope.event(ApiError.of(ErrorReason.UPSTREAM_ERROR, "line\nline\r\nline")), UTF_8);

    assertThat(event).startsWith("data: {\"error\":{").endsWith("}}\n\n");
    assertThat(event.strip()).doesNotContain("\n", "\r");
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = EnvelopeTest.class.getResourceAsStream("/golden/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    }
  }
}
