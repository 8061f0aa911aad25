package online.speka.worker.engine.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import online.speka.contract.catalog.JobKind;
import online.speka.worker.engine.EngineResult;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The simulated model behind the Responses API.
class SimulatorResponsesTest {

  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"name\":\"get_weather\",\"parameters\":"
          + "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
          + "\"required\":[\"city\"]}}],\"tool_choice\":\"required\"";

  private final Simulated simulated = Simulated.chat();

  private static String body(String more) {
    return "{\"model\":\"sim/chat\",\"input\":\"Tell me something\"" + more + "}";
  }

  private static JsonNode response(String wire) {
    String last = wire.strip();
    return JsonMapper.shared()
        .readTree(last.substring(last.lastIndexOf("\ndata: ") + 7))
        .get("response");
  }

  @Test
  void everyAttemptWritesTheSameBytesFrameByFrame() throws InterruptedException {
    // When
    Simulated.Ran one = simulated.run(JobKind.RESPONSES, body(",\"stream\": true"));
    Simulated.Ran two = simulated.run(JobKind.RESPONSES, body(",\"stream\": true"));
    // Then
    assertThat(one.frames()).isEqualTo(two.frames()).hasSizeGreaterThan(3);
    assertThat(response(one.wire()).get("output")).isEqualTo(response(two.wire()).get("output"));
  }

  @Test
  void theStreamEndsAsTheDocumentAndBothSayWhatTheModelSays() throws InterruptedException {
    // Given
    SimulatorReference expected =
        SimulatorReference.of(simulated.model(), JobKind.RESPONSES, body("").getBytes(UTF_8));
    // When
    JsonNode streamed =
        response(simulated.run(JobKind.RESPONSES, body(",\"stream\": true")).wire());
    JsonNode document =
        JsonMapper.shared().readTree(simulated.run(JobKind.RESPONSES, body("")).wire());
    // Then
    assertThat(streamed.get("output")).isEqualTo(document.get("output"));
    assertThat(document.at("/output/0/content/0/text").stringValue())
        .isEqualTo(expected.choices().getFirst().content());
    assertThat(document.at("/usage/output_tokens").longValue())
        .isEqualTo(expected.usage().completionTokens());
  }

  @Test
  void toolsAreCalled() throws InterruptedException {
    JsonNode output =
        JsonMapper.shared()
            .readTree(simulated.run(JobKind.RESPONSES, body(TOOLS)).wire())
            .get("output");
    JsonNode call = output.get(output.size() - 1);
    assertThat(call.get("type").stringValue()).isEqualTo("function_call");
    assertThat(call.get("name").stringValue()).isEqualTo("get_weather");
    assertThat(call.get("call_id").stringValue()).startsWith("call_");
    assertThat(JsonMapper.shared().readTree(call.get("arguments").stringValue()).has("city"))
        .isTrue();
  }

  @Test
  void aLimitCutsTheAnswerShort() throws InterruptedException {
    JsonNode document =
        JsonMapper.shared()
            .readTree(simulated.run(JobKind.RESPONSES, body(",\"max_output_tokens\":2")).wire());
    assertThat(document.get("status").stringValue()).isEqualTo("incomplete");
    assertThat(document.at("/usage/output_tokens").intValue()).isEqualTo(2);
  }

  @Test
  void whatDoesNotFitIsTheInputsFault() throws InterruptedException {
    Simulated.Ran ran =
        simulated.run(
            JobKind.RESPONSES,
            "{\"model\":\"sim/chat\",\"input\":\"" + "word ".repeat(20_000) + "\"}");
    assertThat(ran.result())
        .isInstanceOfSatisfying(
            EngineResult.Rejected.class,
            rejected -> assertThat(rejected.error().param()).isEqualTo("input"));
  }
}
