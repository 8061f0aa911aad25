package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import online.speka.contract.catalog.JobKind;
import online.speka.worker.rendering.request.ChatRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One folder of `wire/responses` is one shape of answer. After a deliberate change run with
/// `-Dspeka.golden.write=true` and review what git shows.
class ResponsesGoldenTest {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private static Stream<Path> folders() throws IOException, URISyntaxException {
    Path root = Path.of(ResponsesGoldenTest.class.getResource("/wire/responses").toURI());
    return Files.list(root).sorted();
  }

  @TestFactory
  Stream<DynamicTest> answersAreByteForByteWhatTheFileSays() throws Exception {
    return folders()
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(),
                    () -> {
                      // Given
                      boolean streaming = isStreaming(folder);
                      // When
                      String answer = answer(folder, streaming);
                      // Then
                      String file = streaming ? "events.sse" : "response.json";
                      if (Boolean.getBoolean("speka.golden.write")) {
                        Files.writeString(
                            Path.of("src/test/resources/wire/responses")
                                .resolve(folder.getFileName())
                                .resolve(file),
                            streaming ? answer : answer + "\n");
                      }
                      String expected = Files.readString(folder.resolve(file));
                      assertThat(answer).isEqualTo(streaming ? expected : expected.stripTrailing());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> streamsAreNumberedAndTellTheSameAsTheirLastEvent() throws Exception {
    return folders()
        .filter(ResponsesGoldenTest::isStreaming)
        .map(
            folder ->
                DynamicTest.dynamicTest(
                    folder.getFileName().toString(), () -> isConsistent(events(folder))));
  }

  private static List<JsonNode> events(Path folder) throws IOException {
    List<JsonNode> events = new ArrayList<>();
    for (String event : answer(folder, true).split("\n\n")) {
      String[] lines = event.split("\n");
      assertThat(lines).hasSize(2);
      JsonNode data = MAPPER.readTree(lines[1].substring("data: ".length()));
      assertThat(lines[0]).isEqualTo("event: " + data.get("type").stringValue());
      events.add(data);
    }
    return events;
  }

  private static void isConsistent(List<JsonNode> events) {
    Map<Integer, StringBuilder> deltas = new HashMap<>();
    Map<Integer, JsonNode> done = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      JsonNode event = events.get(i);
      assertThat(event.get("sequence_number").intValue()).isEqualTo(i);
      if (event.has("delta")) {
        deltas
            .computeIfAbsent(event.get("output_index").intValue(), _ -> new StringBuilder())
            .append(event.get("delta").stringValue());
      }
      if (event.get("type").stringValue().equals("response.output_item.done")) {
        done.put(event.get("output_index").intValue(), event.get("item"));
      }
    }
    JsonNode output = events.getLast().at("/response/output");
    assertThat(output.size()).isPositive().isEqualTo(done.size());
    for (int i = 0; i < output.size(); i++) {
      JsonNode item = output.get(i);
      assertThat(item).isEqualTo(done.get(i));
      String text =
          item.has("arguments")
              ? item.get("arguments").stringValue()
              : item.at("/content/0/text").stringValue();
      assertThat(text).isEqualTo(deltas.getOrDefault(i, new StringBuilder()).toString());
    }
  }

  @Test
  void everyShapeIsTested() throws Exception {
    assertThat(folders()).hasSizeGreaterThanOrEqualTo(9);
  }

  private static boolean isStreaming(Path folder) {
    return Files.exists(folder.resolve("events.sse"));
  }

  private static String answer(Path folder, boolean streaming) throws IOException {
    byte[] body = Files.readAllBytes(folder.resolve("request.json"));
    var job = Jobs.of("meta/llama", JobKind.RESPONSES, streaming, "acme");
    ChatRequest request = ChatRequest.parse(JobKind.RESPONSES, body);
    AnswerWriter writer = AnswerWriter.of(job, request, "fp_golden");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode event : MAPPER.readTree(folder.resolve("tokens.json"))) {
      bytes.writeBytes(writer.write(WireGoldenTest.event(event)));
    }
    bytes.writeBytes(writer.finish(WireGoldenTest.usage(folder)));
    return bytes.toString(UTF_8);
  }
}
