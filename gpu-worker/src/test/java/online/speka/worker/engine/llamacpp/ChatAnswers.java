package online.speka.worker.engine.llamacpp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRuns;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An engine under test, and its answers as clients read them.
record ChatAnswers(ModelSpec spec, Engine engine) implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.shared();

  static ChatAnswers start(String file, ModelSpec.Capacity capacity) {
    ModelSpec spec =
        EngineRuns.model(
            "chat-model", ModelKind.CHAT, capacity, new EngineSpec.LlamaCpp(file, null, 1));
    LlamaCppProperties properties = new LlamaCppProperties(Path.of("models"));
    Engine engine = new LlamaCppEngineFactory(properties, 2).create(spec);
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(engine::ready);
    return new ChatAnswers(spec, engine);
  }

  /// A whole answer.
  ///
  /// @param document what a client gets that does not stream
  record Document(JsonNode document) {
    String content() {
      return content(0);
    }

    String content(int choice) {
      return document.path("choices").get(choice).path("message").path("content").asString();
    }

    String finishReason() {
      return document.path("choices").get(0).path("finish_reason").asString();
    }

    long promptTokens() {
      return document.path("usage").path("prompt_tokens").asLong();
    }

    long cachedTokens() {
      return document.path("usage").path("prompt_tokens_details").path("cached_tokens").asLong();
    }

    long completionTokens() {
      return document.path("usage").path("completion_tokens").asLong();
    }
  }

  EngineResult run(
      String tenant,
      boolean streaming,
      String body,
      Cancellation cancellation,
      Consumer<byte[]> sink) {
    try {
      return engine.run(EngineRuns.run(spec, tenant, streaming, body, cancellation), sink::accept);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  EngineResult run(String body) {
    return run("tenant-a", false, body, new Cancellation(), _ -> {});
  }

  Document answer(String body) {
    return answer("tenant-a", body);
  }

  Document answer(String tenant, String body) {
    return document(run(tenant, false, body, new Cancellation(), _ -> {}));
  }

  static Document document(EngineResult result) {
    if (!(result instanceof EngineResult.Completed completed)) {
      throw new AssertionError("no answer: " + result);
    }
    return new Document(JSON.readTree(completed.lastBytes()));
  }

  /// The chunks of a streamed answer, each of which must be whole UTF-8 and whole JSON.
  List<JsonNode> stream(String body) {
    List<byte[]> frames = new ArrayList<>();
    EngineResult result = run("tenant-a", true, body, new Cancellation(), frames::add);
    if (!(result instanceof EngineResult.Completed completed)) {
      throw new AssertionError("no answer: " + result);
    }
    frames.add(completed.lastBytes());
    List<JsonNode> chunks = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    frames.forEach(frame -> all.writeBytes(requireWhole(frame)));
    for (String event : all.toString(UTF_8).split("\n\n")) {
      String data = event.substring("data: ".length());
      if (!data.equals("[DONE]")) {
        chunks.add(JSON.readTree(data));
      }
    }
    return chunks;
  }

  static String content(List<JsonNode> chunks) {
    StringBuilder content = new StringBuilder();
    for (JsonNode chunk : chunks) {
      for (JsonNode choice : chunk.path("choices")) {
        content.append(choice.path("delta").path("content").asString(""));
      }
    }
    return content.toString();
  }

  private static byte[] requireWhole(byte[] frame) {
    try {
      UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(frame));
      return frame;
    } catch (CharacterCodingException e) {
      throw new AssertionError("a frame ends within a character", e);
    }
  }

  /// A request of one user message and more fields.
  static String ask(String text, String more) {
    return """
        {"model":"m","messages":[{"role":"user","content":%s}]%s}"""
        .formatted(JSON.writeValueAsString(text), more.isEmpty() ? "" : "," + more);
  }

  @Override
  public void close() {
    engine.close();
  }
}
