package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.engine.http.RequestEdit.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a server cannot obey is refused by name; what means nothing is not (bug 24 of the
/// interface's page).
class FieldUseTest {

  private static final Terms NOTHING_SUPPORTED =
      new Terms(JobKind.CHAT_COMPLETIONS, "m", false, EngineSpec.Http.FIELDS);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tools\": []",
        "\"tools\": null",
        "\"logprobs\": false",
        "\"n\": 1",
        "\"best_of\": 1",
        "\"presence_penalty\": 0.0",
        "\"response_format\": {\"type\": \"text\"}",
        "\"logit_bias\": {}",
        "\"suffix\": \"\"",
        "\"reasoning_effort\": \"none\"",
        "\"thinking\": {\"type\": \"enabled\"}, \"temperature\": 1",
      })
  void whatAsksForNothingIsPassedOn(String field) throws UpstreamException {
    byte[] body = ("{\"model\":\"m\"," + field + ",\"stop\":null}").getBytes(UTF_8);
    assertThat(RequestEdit.of(body, NOTHING_SUPPORTED).body()).isSameAs(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"tools\": [{\"type\": \"function\"}]",
        "\"logprobs\": true",
        "\"logprobs\": 0",
        "\"n\": 2",
        "\"presence_penalty\": 0.5",
        "\"response_format\": {\"schema\": {\"type\": \"text\"}, \"type\": \"json_schema\"}",
        "\"logit_bias\": {\"5\": 1}",
        "\"stop\": [\"x\"]",
        "\"seed\": 0",
        "\"suffix\": \"end\"",
      })
  void whatAsksForSomethingIsRefusedByName(String field) {
    // When
    UpstreamException refusal =
        catchThrowableOfType(
            UpstreamException.class,
            () ->
                RequestEdit.of(
                    ("{\"model\":\"m\"," + field + "}").getBytes(UTF_8), NOTHING_SUPPORTED));

    // Then
    UpstreamProblem.Refused refused = (UpstreamProblem.Refused) refusal.problem();
    assertThat(refused.error().reason()).isEqualTo(ErrorReason.UNSUPPORTED_VALUE);
    assertThat(refused.error().param()).isEqualTo(field.split("\"")[1]);
  }

  @Test
  void imagesAreAskedForInTheAnswerItself() throws UpstreamException {
    Terms images = new Terms(JobKind.IMAGE_GENERATIONS, "m", false, Set.of());
    assertThat(edited("{\"prompt\":\"a\"}", images))
        .isEqualTo("{\"response_format\":\"b64_json\",\"prompt\":\"a\"}");
    assertThat(edited("{\"response_format\":null}", images))
        .isEqualTo("{\"response_format\":\"b64_json\"}");
    assertThat(edited("{\"response_format\":\"b64_json\"}", images))
        .isEqualTo("{\"response_format\":\"b64_json\"}");
    assertThat(
            catchThrowableOfType(
                UpstreamException.class, () -> edited("{\"response_format\":\"url\"}", images)))
        .isNotNull();
  }

  private static String edited(String body, Terms terms) throws UpstreamException {
    return new String(RequestEdit.of(body.getBytes(UTF_8), terms).body(), UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\": \"a\", \"n\": 6}",
        "{\"prompt\": [\"a\", \"b\", \"c\"], \"n\": 2}",
        "{\"n\": 3, \"prompt\": [[1, 2], [3]]}",
        "{\"prompt\": [1, 2, 3], \"n\": 6}",
      })
  void everyPromptHasItsChoices(String body) throws UpstreamException {
    Terms terms = new Terms(JobKind.COMPLETIONS, "m", false, Set.of());
    assertThat(RequestEdit.of(body.getBytes(UTF_8), terms).choices()).isEqualTo(6);
  }
}
