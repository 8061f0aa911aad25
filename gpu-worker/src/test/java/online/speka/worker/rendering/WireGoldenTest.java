package online.speka.worker.rendering;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import online.speka.contract.usage.Usage;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.EmbeddingsRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One folder of `wire/chat` or `wire/embeddings` is one shape of answer: a request, what the model
/// said (`tokens.json` or `vectors.json`), what it used, and the bytes a client gets.
class WireGoldenTest {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  @TestFactory
  Stream<DynamicTest> chatAnswersAreByteForByteWhatTheFileSays() throws Exception {
    return folders("/wire/chat")
        .map(folder -> DynamicTest.dynamicTest(name(folder), () -> chat(folder)));
  }

  private static void chat(Path folder) throws IOException {
    // Given
    ChatRequest request = ChatRequest.parse(Files.readAllBytes(folder.resolve("request.json")));
    boolean streaming = request.output().stream();
    Path expected = folder.resolve(streaming ? "events.sse" : "response.json");
    AnswerWriter writer = AnswerWriter.of(Jobs.chat(streaming), request, "fp_golden");

    // When
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (JsonNode event : MAPPER.readTree(folder.resolve("tokens.json"))) {
      bytes.writeBytes(writer.write(event(event)));
    }
    bytes.writeBytes(writer.finish(usage(folder)));

    // Then
    assertThat(bytes.toString(UTF_8)).isEqualTo(text(expected, streaming));
  }

  @TestFactory
  Stream<DynamicTest> embeddingsAreByteForByteWhatTheFileSays() throws Exception {
    return folders("/wire/embeddings")
        .map(folder -> DynamicTest.dynamicTest(name(folder), () -> embeddings(folder)));
  }

  private static void embeddings(Path folder) throws IOException {
    // Given
    EmbeddingsRequest request =
        EmbeddingsRequest.parse(Files.readAllBytes(folder.resolve("request.json")));
    float[][] vectors = MAPPER.readValue(folder.resolve("vectors.json"), float[][].class);
    EmbeddingsWriter writer =
        new EmbeddingsWriter(request.model(), request.encoding(), vectors.length, 3);

    // When
    for (float[] vector : vectors) {
      writer.add(vector);
    }
    String bytes = new String(writer.finish(usage(folder)), UTF_8);

    // Then
    assertThat(bytes).isEqualTo(text(folder.resolve("response.json"), false));
  }

  @Test
  void everyShapeIsTested() throws Exception {
    assertThat(folders("/wire/chat")).hasSizeGreaterThanOrEqualTo(13);
    assertThat(folders("/wire/embeddings")).hasSize(2);
  }

  private static Stream<Path> folders(String resource) throws IOException, URISyntaxException {
    Path root = Path.of(WireGoldenTest.class.getResource(resource).toURI());
    return Files.list(root).sorted();
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  /// Editors end a document with a line break; the wire does not.
  private static String text(Path file, boolean exact) throws IOException {
    String text = Files.readString(file);
    return exact ? text : text.stripTrailing();
  }

  static Usage usage(Path folder) throws IOException {
    JsonNode usage = MAPPER.readTree(Files.readString(folder.resolve("usage.json")));
    return new Usage(
        usage.get("promptTokens").longValue(),
        usage.get("cachedPromptTokens").longValue(),
        usage.get("completionTokens").longValue(),
        usage.get("reasoningTokens").longValue());
  }

  static TokenEvent event(JsonNode event) {
    int choice = event.get("choice").intValue();
    if (event.has("text")) {
      return new TokenEvent.Text(choice, event.get("text").stringValue(), logprobs(event));
    }
    if (event.has("reasoning")) {
      return new TokenEvent.Reasoning(choice, event.get("reasoning").stringValue());
    }
    if (event.has("function")) {
      return new TokenEvent.CallStart(
          choice,
          event.get("call").intValue(),
          event.get("id").stringValue(),
          event.get("function").stringValue());
    }
    if (event.has("arguments")) {
      return new TokenEvent.CallArguments(
          choice, event.get("call").intValue(), event.get("arguments").stringValue());
    }
    String reason = event.get("finish").stringValue();
    return new TokenEvent.Finish(
        choice,
        Stream.of(FinishReason.values())
            .filter(r -> r.wire().equals(reason))
            .findAny()
            .orElseThrow());
  }

  private static List<TokenLogprob> logprobs(JsonNode event) {
    List<TokenLogprob> logprobs = new ArrayList<>();
    for (JsonNode logprob : event.path("logprobs")) {
      List<TokenLogprob.Candidate> top = new ArrayList<>();
      logprob.path("top").forEach(candidate -> top.add(candidate(candidate)));
      logprobs.add(new TokenLogprob(candidate(logprob), top));
    }
    return logprobs;
  }

  private static TokenLogprob.Candidate candidate(JsonNode node) {
    String text = node.get("token").stringValue();
    byte[] bytes = text.getBytes(UTF_8);
    if (node.has("bytes")) {
      bytes = new byte[node.get("bytes").size()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) node.get("bytes").get(i).intValue();
      }
    }
    return new TokenLogprob.Candidate(text, bytes, node.get("logprob").doubleValue());
  }
}
