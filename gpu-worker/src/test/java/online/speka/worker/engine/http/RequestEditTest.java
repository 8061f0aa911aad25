package online.speka.worker.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import online.speka.worker.engine.http.RequestEdit.Terms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestEditTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        // the model's name, whatever stands around it
        "{\"model\":\"a/b\",\"x\":1}|{\"model\":\"up\",\"x\":1}",
        "{ \"x\" : [1, {\"model\":\"a/b\"}] , \"model\" : \"a/b\" }|{ \"x\" : [1, {\"model\":\"a/b\"}] , \"model\" : \"up\" }",
        "{\"messages\":[{\"content\":\"\\\"model\\\":\\\"a/b\\\"\"}],\"model\":\"a\\u002fb\"}|{\"messages\":[{\"content\":\"\\\"model\\\":\\\"a/b\\\"\"}],\"model\":\"up\"}",
        "{\"temperature\":0.10,\"big\":12345678901234567890123,\"model\":\"é/👋\"}|{\"temperature\":0.10,\"big\":12345678901234567890123,\"model\":\"up\"}",
      })
  void onlyTheNameOfTheModelChanges(String body, String expected) throws UpstreamException {
    assertThat(edited(body, "up", false)).isEqualTo(expected);
  }

  @Test
  void aBodyThatNeedsNothingIsSentAsItIs() throws UpstreamException {
    byte[] body = "{\"model\":\"a/b\",\"x\":1}".getBytes(UTF_8);

    assertThat(RequestEdit.of(body, Terms.chat("a/b", false)).body()).isSameAs(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"model\":\"m\"}|{\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}|false",
        "{\"stream_options\":{},\"model\":\"m\"}|{\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}|false",
        "{\"stream_options\":null,\"model\":\"m\"}|{\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}|false",
        "{\"stream_options\":{\"include_usage\":false},\"model\":\"m\"}|{\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}|false",
        "{\"stream_options\":{\"include_usage\":null, \"x\":[1]},\"model\":\"m\"}|{\"stream_options\":{\"include_usage\":true, \"x\":[1]},\"model\":\"m\"}|false",
        "{\"stream_options\":{\"x\":{\"y\":2}},\"model\":\"m\"}|{\"stream_options\":{\"include_usage\":true,\"x\":{\"y\":2}},\"model\":\"m\"}|false",
        "{\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}|{\"stream_options\":{\"include_usage\":true},\"model\":\"m\"}|true",
      })
  void aStreamIsAskedForItsUsage(String body, String expected, boolean wanted)
      throws UpstreamException {
    RequestEdit edit = RequestEdit.of(body.getBytes(UTF_8), Terms.chat("m", true));

    assertThat(new String(edit.body(), UTF_8)).isEqualTo(expected);
    assertThat(edit.usageWanted()).isEqualTo(wanted);
  }

  @Test
  void bothEditsGoTogetherInAnyOrder() throws UpstreamException {
    assertThat(edited("{\"stream_options\":{},\"model\":\"a\"}", "up", true))
        .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"model\":\"up\"}");
    assertThat(edited("{\"model\":\"a\",\"stream_options\":{}}", "up", true))
        .isEqualTo("{\"model\":\"up\",\"stream_options\":{\"include_usage\":true}}");
    assertThat(edited("{}", "up", true)).isEqualTo("{\"stream_options\":{\"include_usage\":true}}");
  }

  @Test
  void oddNamesOfModelsAreQuoted() throws UpstreamException {
    assertThat(edited("{\"model\":\"m\"}", "a\"b\\c\n", false))
        .isEqualTo("{\"model\":\"a\\\"b\\\\c\\u000a\"}");
  }

  @Test
  void loneSurrogatesSurvive() throws UpstreamException {
    assertThat(edited("{\"s\":\"\\ud800\",\"model\":\"m\"}", "up", false))
        .isEqualTo("{\"s\":\"\\ud800\",\"model\":\"up\"}");
  }

  @Test
  void theNumberOfChoicesIsRead() throws UpstreamException {
    assertThat(RequestEdit.of("{\"n\":3}".getBytes(UTF_8), Terms.chat("m", false)).choices())
        .isEqualTo(3);
    assertThat(RequestEdit.of("{\"n\":null}".getBytes(UTF_8), Terms.chat("m", false)).choices())
        .isEqualTo(1);
    assertThat(RequestEdit.of("{}".getBytes(UTF_8), Terms.chat("m", false)).choices()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "nonsense", "{\"model\":", "42"})
  void whatIsNoObjectIsRefused(String body) {
    assertThatThrownBy(() -> RequestEdit.of(body.getBytes(UTF_8), Terms.chat("m", true)))
        .isInstanceOfSatisfying(
            UpstreamException.class,
            e -> assertThat(e.problem()).isInstanceOf(UpstreamProblem.Refused.class));
  }

  private static String edited(String body, String model, boolean streaming)
      throws UpstreamException {
    return new String(
        RequestEdit.of(body.getBytes(UTF_8), Terms.chat(model, streaming)).body(), UTF_8);
  }
}
