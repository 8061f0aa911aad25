package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamErrorsTest {

  /// Bugs 11 and 12 of the interface's page: flat bodies, numeric codes, lost statuses.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        // vLLM
        "400|{\"error\":{\"message\":\"temperature must be at most 2\",\"type\":\"BadRequestError\",\"param\":\"temperature\",\"code\":400}}|BAD_REQUEST|temperature must be at most 2|temperature",
        "400|{\"error\":{\"message\":\"This model's maximum context length is 4096 tokens. However, you requested 5000\",\"code\":400}}|CONTEXT_LENGTH_EXCEEDED|This model's maximum context length is 4096 tokens. However, you requested 5000|messages",
        "404|{\"error\":{\"message\":\"The model `x` does not exist.\",\"code\":404}}|MODEL_NOT_FOUND|The model `x` does not exist.|null",
        // vLLM, older: flat
        "400|{\"object\":\"error\",\"message\":\"bad\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}|BAD_REQUEST|bad|null",
        // SGLang
        "400|{\"object\":\"error\",\"message\":\"The input (5000 tokens) is longer than the model's context length (4096 tokens).\",\"code\":400}|CONTEXT_LENGTH_EXCEEDED|The input (5000 tokens) is longer than the model's context length (4096 tokens).|messages",
        // llama.cpp
        "400|{\"error\":{\"code\":400,\"message\":\"request (40 tokens) exceeds the available context size (32 tokens), try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":40,\"n_ctx\":32}}|CONTEXT_LENGTH_EXCEEDED|request (40 tokens) exceeds the available context size (32 tokens), try increasing it|messages",
        // OpenAI
        "400|{\"error\":{\"message\":\"too long\",\"type\":\"invalid_request_error\",\"param\":\"messages\",\"code\":\"context_length_exceeded\"}}|CONTEXT_LENGTH_EXCEEDED|too long|messages",
        // FastAPI
        "422|{\"detail\":[{\"loc\":[\"body\",\"messages\"],\"msg\":\"field required\",\"type\":\"missing\"}]}|BAD_REQUEST|field required|null",
        "413|Payload too large|REQUEST_TOO_LARGE|The model's server refused the request.|null",
        "418|{\"error\":\"short and stout\"}|BAD_REQUEST|short and stout|null",
      })
  void theClientsFaultKeepsTheServersWords(
      int status, String body, ErrorReason reason, String message, String param) {
    UpstreamProblem problem = UpstreamErrors.ofStatus(status, body.getBytes(UTF_8), null);

    assertThat(problem)
        .isEqualTo(
            new UpstreamProblem.Refused(
                new ApiError(reason, message, param.equals("null") ? null : param, 0)));
  }

  /// Bug 12 of the interface's page: each status means what it says.
  @ParameterizedTest
  @CsvSource({
    "500, UPSTREAM_ERROR, UPSTREAM_ERROR",
    "502, UPSTREAM_ERROR, UPSTREAM_ERROR",
    "429, OVERLOADED, UPSTREAM_ERROR",
    "503, OVERLOADED, UPSTREAM_ERROR",
    "504, TIMEOUT, UPSTREAM_TIMEOUT",
    "408, TIMEOUT, UPSTREAM_TIMEOUT",
    "401, UPSTREAM_ERROR, UPSTREAM_ERROR",
    "403, UPSTREAM_ERROR, UPSTREAM_ERROR",
    "405, UPSTREAM_ERROR, UPSTREAM_ERROR",
    "302, UPSTREAM_ERROR, UPSTREAM_ERROR",
    "204, UPSTREAM_ERROR, UPSTREAM_ERROR"
  })
  void theServersFaultKeepsItsInsideToItself(int status, ErrorReason reason, Cause cause) {
    byte[] body = "{\"error\":{\"message\":\"Traceback: secret\"}}".getBytes(UTF_8);

    assertThat(UpstreamErrors.ofStatus(status, body, null))
        .isInstanceOfSatisfying(
            UpstreamProblem.Failed.class,
            failed -> {
              assertThat(failed.error().reason()).isEqualTo(reason);
              assertThat(failed.cause()).isEqualTo(cause);
              assertThat(failed.error().message()).doesNotContain("secret");
              assertThat(failed.detail()).contains("secret");
            });
  }

  /// Bug 13 of the interface's page: Retry-After is kept.
  @ParameterizedTest
  @CsvSource({"5,5", "0,1", "-3,1", "86400,60", "'Wed, 21 Oct 2026 07:28:00 GMT',1", "'',1"})
  void retryAfterStaysHonestAndShort(String header, int seconds) {
    assertThat(UpstreamErrors.ofStatus(429, new byte[0], header))
        .isInstanceOfSatisfying(
            UpstreamProblem.Failed.class,
            failed -> assertThat(failed.error().retryAfterSeconds()).isEqualTo(seconds));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"m\",\"code\":400}",
        "{\"message\":\"m\",\"type\":\"invalid_request_error\",\"code\":null}",
        "{\"message\":\"m\",\"type\":\"BadRequestError\"}"
      })
  void anErrorEventCanBeTheClientsFault(String error) throws UpstreamException {
    assertThat(UpstreamErrors.ofError(UpstreamErrors.parse(error.getBytes(UTF_8))))
        .isEqualTo(new UpstreamProblem.Refused(ApiError.of(ErrorReason.BAD_REQUEST, "m")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"message\":\"m\",\"code\":500}", "{\"message\":\"m\"}", "\"m\"", "7"})
  void anyOtherErrorEventIsTheServersFault(String error) throws UpstreamException {
    assertThat(UpstreamErrors.ofError(UpstreamErrors.parse(error.getBytes(UTF_8))))
        .isInstanceOf(UpstreamProblem.Failed.class);
  }

  @Test
  void messagesAreOneCleanLine() {
    byte[] body =
        "{\"error\":{\"message\":\"a\\r\\nSet-Cookie: x\\u0000\\u001b[31m\"}}".getBytes(UTF_8);

    assertThat(UpstreamErrors.ofStatus(400, body, null))
        .isInstanceOfSatisfying(
            UpstreamProblem.Refused.class,
            refused -> assertThat(refused.error().message()).isEqualTo("a Set-Cookie: x [31m"));
  }

  @Test
  void longMessagesAreCut() {
    byte[] body = ("{\"error\":{\"message\":\"" + "x".repeat(100_000) + "\"}}").getBytes(UTF_8);

    assertThat(UpstreamErrors.ofStatus(400, body, null))
        .isInstanceOfSatisfying(
            UpstreamProblem.Refused.class,
            refused -> assertThat(refused.error().message()).hasSize(ApiError.MESSAGE_LENGTH_MAX));
  }
}
