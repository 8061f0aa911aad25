package online.speka.contract.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ResponseObjectTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  private static String opening(String request) {
    return new String(ResponseObject.opening(Samples.JOB, JSON.readTree(request)), UTF_8);
  }

  @Test
  void aBareRequestGetsEveryFieldThatReadersExpect() {
    Golden.assertText(
        "response-opening.json",
        ResponseObject.opening(Samples.JOB, JSON.readTree("{\"model\":\"m\",\"input\":\"Hi\"}")));
  }

  @Test
  void whatTheClientSaidIsRepeated() {
    // Given
    String request =
        """
        {"model":"m","input":"Hi","background":true,"instructions":"Be brief","store":false,
         "previous_response_id":"resp_1","max_output_tokens":7,"metadata":{"a":"b"},
         "parallel_tool_calls":false,"reasoning":{"effort":"low"},"temperature":0.25,"top_p":0.5,
         "text":{"format":{"type":"json_object"},"verbosity":"low"},"truncation":"auto",
         "tool_choice":"required","tools":[{"type":"function","name":"f"}],"user":"u"}""";
    // When
    JsonNode object = JSON.readTree(opening(request) + "\"status\":\"queued\"}");
    // Then
    JsonNode asked = JSON.readTree(request);
    for (String name :
        new String[] {
          "background",
          "instructions",
          "store",
          "previous_response_id",
          "max_output_tokens",
          "metadata",
          "parallel_tool_calls",
          "temperature",
          "top_p",
          "text",
          "truncation",
          "tool_choice",
          "user"
        }) {
      assertThat(object.get(name)).as(name).isEqualTo(asked.get(name));
    }
    assertThat(object.at("/reasoning/effort").stringValue()).isEqualTo("low");
    assertThat(object.at("/reasoning/summary").isNull()).isTrue();
    assertThat(object.at("/tools/0"))
        .isEqualTo(
            JSON.readTree(
                """
                {"type":"function","name":"f","description":null,"parameters":null,
                 "strict":false}"""));
  }

  @Test
  void nullIsTheSameAsAbsent() {
    assertThat(
            opening(
                """
                {"model":"m","input":"Hi","store":null,"temperature":null,"tools":null,"text":null,
                 "truncation":null,"metadata":null,"parallel_tool_calls":null}"""))
        .isEqualTo(opening("{\"model\":\"m\",\"input\":\"Hi\"}"));
  }

  @Test
  void halfASurrogatePairStaysAnEscape() {
    assertThat(opening("{\"instructions\":\"a\\ud800b \\ud83d\\ude00\"}"))
        .contains("\"instructions\":\"a\\ud800b 😀\"");
  }

  @Test
  void anIdLeadsBackToItsJob() {
    String id = ResponseObject.id(Samples.JOB_ID);
    assertThat(id).isEqualTo("resp_0196f0a07c007abc8def0123456789ab");
    assertThat(ResponseObject.job(id)).contains(Samples.JOB_ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "resp_",
        "resp_0196f0a07c007abc8def0123456789a",
        "resp_0196F0A07C007ABC8DEF0123456789AB",
        "resp_0196f0a07c004abc8def0123456789ab",
        "resp_0196f0a0-7c00-7abc-8def-0123456789ab",
        "chat_0196f0a07c007abc8def0123456789ab",
        "resp_0196f0a07c007abc8def0123456789zz"
      })
  void anythingElseIsNoId(String text) {
    assertThat(ResponseObject.job(text)).isEmpty();
  }

  @Test
  void aJobWhoseAnswerIsKeptSurvivesItsHeaders() {
    // Given
    var job = Samples.JOB;
    var kept =
        new online.speka.contract.job.Job(
            job.id(),
            job.target(),
            job.origin(),
            job.window().keeping(java.time.Duration.ofHours(24)),
            job.demand(),
            job.trace());
    java.util.Map<String, byte[]> headers = new java.util.HashMap<>();
    JobHeaders.encode(kept).forEach(header -> headers.put(header.name(), header.value()));
    // Then
    assertThat(JobHeaders.decode(headers::get)).isEqualTo(kept);
  }
}
