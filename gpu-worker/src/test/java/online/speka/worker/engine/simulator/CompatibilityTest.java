package online.speka.worker.engine.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.worker.engine.simulator.Simulated.body;
import static online.speka.worker.engine.simulator.Simulated.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.EngineSpec.Simulator.Faults;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.simulator.Simulated.Ran;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The mistakes that users of such servers report most, as far as an engine can make them; numbers
/// are those of the interface's page. An HTTP server's own are in the tests of that engine.
class CompatibilityTest {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final String STREAM = "\"stream\": true";
  private static final String USAGE = "\"stream_options\": {\"include_usage\": true}";
  private static final String TOOLS =
      """
      "tools": [
        {"type": "function", "function": {"name": "weather", "parameters": {"type": "object",
          "required": ["city"], "properties": {"city": {"type": "string"}}}}},
        {"type": "function", "function": {"name": "now"}}]
      """;

  private final Simulated simulated = Simulated.chat();
  private final Simulated thinking = Simulated.chat(spec(true, Faults.NONE), new Delays(0, 0, 0));

  private static List<JsonNode> chunks(Ran ran) {
    List<JsonNode> chunks = new ArrayList<>();
    String wire = ran.wire();
    assertThat(wire).endsWith("data: [DONE]\n\n");
    for (String event : wire.split("\n\n")) {
      // Bug 14: nothing but data lines.
      assertThat(event).startsWith("data: ").doesNotContain("\n");
      if (!event.equals("data: [DONE]")) {
        chunks.add(MAPPER.readTree(event.substring("data: ".length())));
      }
    }
    return chunks;
  }

  private JsonNode document(String prompt, String... fields) throws InterruptedException {
    return MAPPER.readTree(simulated.run(body(prompt, fields)).wire());
  }

  /// Bug 1: an index in every delta of a call; id, type and name in the first alone.
  @Test
  void everyDeltaOfACallHasItsIndexAndOnlyTheFirstItsName() throws InterruptedException {
    Set<Integer> several = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      String required = "\"tool_choice\": \"required\", \"seed\": " + seed;
      int begun = 0;
      for (JsonNode chunk : chunks(simulated.run(body("go", STREAM, TOOLS, required)))) {
        for (JsonNode call : chunk.at("/choices/0/delta/tool_calls")) {
          int index = call.get("index").intValue();
          boolean first = index == begun;
          begun += first ? 1 : 0;
          assertThat(call.has("id")).isEqualTo(first);
          assertThat(call.has("type")).isEqualTo(first);
          assertThat(call.get("function").has("name")).isEqualTo(first);
        }
      }
      several.add(begun);
    }
    assertThat(several).containsExactlyInAnyOrder(1, 2);
  }

  /// Bug 2: what every SDK asks for unless told otherwise is base64 of little-endian floats.
  @Test
  void base64IsAnsweredWithBase64() throws InterruptedException {
    String request =
        "{\"model\": \"sim/embed\", \"input\": \"x\", \"encoding_format\": \"base64\"}";
    JsonNode document = MAPPER.readTree(Simulated.embeddings(16).run(request).wire());
    assertThat(Base64.getDecoder().decode(document.at("/data/0/embedding").stringValue()))
        .hasSize(16 * Float.BYTES);
  }

  /// Bug 5: usage in one last chunk without choices, null in all others; none if nobody asked.
  @Test
  void usageHasAChunkOfItsOwn() throws InterruptedException {
    List<JsonNode> asked = chunks(simulated.run(body("hi", STREAM, USAGE)));
    assertThat(asked.getLast().get("choices").isArray()).isTrue();
    assertThat(asked.getLast().get("choices").isEmpty()).isTrue();
    assertThat(asked.getLast().at("/usage/total_tokens").intValue()).isPositive();
    assertThat(asked.subList(0, asked.size() - 1))
        .allSatisfy(
            chunk -> {
              assertThat(chunk.get("usage").isNull()).isTrue();
              assertThat(chunk.get("choices").size()).isEqualTo(1);
            });
    assertThat(chunks(simulated.run(body("hi", STREAM))))
        .allSatisfy(
            chunk -> {
              assertThat(chunk.has("usage")).isFalse();
              assertThat(chunk.get("choices").isEmpty()).isFalse();
            });
  }

  /// Bug 7: calls that the model decided on end with `tool_calls`, a named one with `stop`.
  @Test
  void callsEndForTheirOwnReason() throws InterruptedException {
    String named = "\"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"now\"}}";
    assertThat(document("go", TOOLS).at("/choices/0/finish_reason").stringValue())
        .isEqualTo("tool_calls");
    assertThat(
            document("go", TOOLS, "\"tool_choice\": \"required\"")
                .at("/choices/0/finish_reason")
                .stringValue())
        .isEqualTo("tool_calls");
    assertThat(document("go", TOOLS, named).at("/choices/0/finish_reason").stringValue())
        .isEqualTo("stop");
    JsonNode last = chunks(simulated.run(body("go", STREAM, TOOLS))).getLast();
    assertThat(last.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
  }

  /// Bug 8: no `tool_calls` in an answer without any.
  @Test
  void aPlainAnswerHasNoListOfCalls() throws InterruptedException {
    String none = "\"tool_choice\": \"none\"";
    assertThat(simulated.run(body("go", TOOLS, none)).wire()).doesNotContain("tool_calls");
    assertThat(simulated.run(body("go", STREAM)).wire()).doesNotContain("tool_calls");
  }

  /// Bug 9: arguments are a string of JSON; content beside calls is null.
  @Test
  void argumentsAreAString() throws InterruptedException {
    JsonNode message =
        document("go", TOOLS, "\"tool_choice\": \"required\"").at("/choices/0/message");
    assertThat(message.get("content").isNull()).isTrue();
    for (JsonNode call : message.get("tool_calls")) {
      String arguments = call.at("/function/arguments").stringValue();
      assertThat(MAPPER.readTree(arguments).isObject()).isTrue();
    }
  }

  /// Bug 10: an assistant's content may be null or parts, a tool's may be parts, and all are read.
  @Test
  void messagesOfEveryShapeCount() throws InterruptedException {
    String conversation =
        """
        {"model": "sim/chat", "messages": [{"role": "user", "content": "go"},
          {"role": "assistant", "content": %s, "tool_calls": [{"id": "1", "type": "function",
            "function": {"name": "now", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "1", "content": %s}]}""";
    String words = "[{\"type\": \"text\", \"text\": \"one two\"}]";
    long none = promptTokens(conversation.formatted("null", "\"\""));
    assertThat(promptTokens(conversation.formatted(words, "\"\""))).isEqualTo(none + 2);
    assertThat(promptTokens(conversation.formatted("null", words))).isEqualTo(none + 2);
    assertThat(promptTokens(conversation.formatted("null", "\"one two\""))).isEqualTo(none + 2);
  }

  private long promptTokens(String request) throws InterruptedException {
    return simulated.run(request).completed().usage().promptTokens();
  }

  /// Bug 16: characters of several tokens are whole in every frame, in all parts of an answer.
  @Test
  void noFrameEndsWithinACharacter() throws Exception {
    boolean beyond = false;
    for (int seed = 0; seed < 30; seed++) {
      Ran ran = thinking.run(body("go", STREAM, "\"max_tokens\": 200, \"seed\": " + seed));
      for (JsonNode chunk : chunks(ran)) {
        String content = chunk.at("/choices/0/delta/content").asString("");
        String strict =
            UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(UTF_8.newEncoder().encode(java.nio.CharBuffer.wrap(content)))
                .toString();
        assertThat(strict).isEqualTo(content).doesNotContain("\uFFFD");
        beyond |= content.codePoints().anyMatch(c -> c > 0xFFFF);
      }
      assertThat(ByteBuffer.wrap(ran.wire().getBytes(UTF_8)).remaining()).isPositive();
    }
    assertThat(beyond).isTrue();
  }

  /// Bug 17: reasoning under both names, all of it before the content, and none if not wanted.
  @Test
  void reasoningComesFirstAndUnderBothNames() throws InterruptedException {
    boolean content = false;
    boolean reasoned = false;
    for (JsonNode chunk : chunks(thinking.run(body("why", STREAM)))) {
      JsonNode delta = chunk.at("/choices/0/delta");
      if (delta.has("reasoning") || delta.has("reasoning_content")) {
        assertThat(delta.get("reasoning")).isEqualTo(delta.get("reasoning_content"));
        assertThat(content).isFalse();
        reasoned = true;
      }
      content |= !delta.path("content").asString("").isEmpty();
    }
    assertThat(reasoned).isTrue();
    JsonNode message = MAPPER.readTree(thinking.run(body("why")).wire()).at("/choices/0/message");
    assertThat(message.get("reasoning")).isEqualTo(message.get("reasoning_content"));
    assertThat(message.get("content").stringValue()).doesNotContain("<think>");
    assertThat(thinking.run(body("why", "\"reasoning_effort\": \"none\"")).wire())
        .doesNotContain("\"reasoning\"");
  }

  /// Bug 18: the newer limit is obeyed, and wins over the older.
  @Test
  void theNewerLimitWins() throws InterruptedException {
    String both = "\"max_completion_tokens\": 7, \"max_tokens\": 3";
    assertThat(document("hi", both).at("/usage/completion_tokens").intValue()).isEqualTo(7);
  }

  /// Bug 19: a finish reason, null or not, in every chunk; the role once, in the first.
  @Test
  void everyChunkHasAFinishReasonAndTheFirstTheRole() throws InterruptedException {
    List<JsonNode> chunks = chunks(simulated.run(body("hi", STREAM)));
    assertThat(chunks.getFirst().at("/choices/0/delta/role").stringValue()).isEqualTo("assistant");
    assertThat(chunks.getFirst().at("/choices/0/delta/content").stringValue()).isEmpty();
    assertThat(chunks.subList(1, chunks.size()))
        .allSatisfy(chunk -> assertThat(chunk.at("/choices/0/delta").has("role")).isFalse());
    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.at("/choices/0").has("finish_reason")).isTrue();
              assertThat(chunk.get("id")).isEqualTo(chunks.getFirst().get("id"));
              assertThat(chunk.get("created")).isEqualTo(chunks.getFirst().get("created"));
              assertThat(chunk.get("model")).isEqualTo(chunks.getFirst().get("model"));
            });
    assertThat(chunks.getLast().at("/choices/0/delta").isEmpty()).isTrue();
    assertThat(chunks.stream().filter(c -> c.at("/choices/0/finish_reason").isString())).hasSize(1);
  }

  /// Bug 21: a schema is enforced, not only accepted.
  @Test
  void anAnswerUnderASchemaFitsIt() throws InterruptedException {
    String format =
        """
        "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": {
          "type": "object", "additionalProperties": false, "required": ["n"],
          "properties": {"n": {"type": "integer", "minimum": 3, "maximum": 4}}}}}""";
    for (int seed = 0; seed < 20; seed++) {
      JsonNode value =
          MAPPER.readTree(
              document("go", format, "\"seed\": " + seed)
                  .at("/choices/0/message/content")
                  .stringValue());
      assertThat(value.propertyNames()).containsExactly("n");
      assertThat(value.get("n").intValue()).isBetween(3, 4);
    }
  }

  /// Bug 22: a prompt beyond the window is refused with the numbers, not cut.
  @Test
  void aPromptBeyondTheWindowIsRefused() throws InterruptedException {
    assertThat(simulated.run(body("word ".repeat(9000))).result())
        .isInstanceOfSatisfying(
            EngineResult.Rejected.class,
            rejected -> {
              assertThat(rejected.error().reason()).isEqualTo(ErrorReason.CONTEXT_LENGTH_EXCEEDED);
              assertThat(rejected.error().param()).isEqualTo("messages");
              assertThat(rejected.error().message()).contains("8192").containsPattern("900\\d");
            });
  }

  /// Bug 23: logprobs with both keys, one for each token, and the finish reason beside them.
  @Test
  void logprobsAreWholeAndTheFinishReasonIsNotLostWithThem() throws InterruptedException {
    String asked = "\"logprobs\": true, \"top_logprobs\": 3, \"max_tokens\": 9";
    JsonNode choice = document("hi", asked).at("/choices/0");
    assertThat(choice.get("logprobs").propertyNames()).containsExactly("content", "refusal");
    assertThat(choice.at("/logprobs/content").size()).isEqualTo(9);
    for (JsonNode token : choice.at("/logprobs/content")) {
      assertThat(token.propertyNames())
          .containsExactly("token", "logprob", "bytes", "top_logprobs");
      assertThat(token.get("logprob").doubleValue()).isNotPositive();
      assertThat(token.get("top_logprobs").size()).isEqualTo(3);
    }
    assertThat(choice.get("finish_reason").stringValue()).isEqualTo("length");
    int streamed = 0;
    for (JsonNode chunk : chunks(simulated.run(body("hi", STREAM, asked)))) {
      streamed += chunk.at("/choices/0/logprobs/content").size();
      assertThat(chunk.at("/choices/0").has("finish_reason")).isTrue();
    }
    assertThat(streamed).isEqualTo(9);
  }

  /// Bug 24: fields nobody knows, and fields that are null or empty, change nothing.
  @Test
  void unknownAndEmptyFieldsAreNoFault() throws InterruptedException {
    String plain = simulated.run(body("hi")).wire();
    String more =
        """
        "thinking": {"type": "enabled"}, "tools": [], "tool_choice": null, "stop": null,
        "metadata": {"a": "b"}, "store": true, "user": "u", "top_k": null, "logit_bias": null,
        "service_tier": "auto", "prompt_cache_key": "k", "response_format": null""";
    assertThat(simulated.run(body("hi", more)).wire())
        .isEqualTo(plain.replace("\"cached_tokens\":0", cached(body("hi", more))));
  }

  private String cached(String request) throws InterruptedException {
    return "\"cached_tokens\":" + simulated.run(request).completed().usage().cachedPromptTokens();
  }
}
