package online.speka.worker.engine.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineRuns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Tools and completions with a random model: whatever it draws, the form of its answer holds.
@Timeout(120)
class LlamaCppToolsIT {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TOOLS =
      """
      "max_tokens":400,"tools":[
        {"type":"function","function":{"name":"get_weather","strict":true,"parameters":{
          "type":"object","required":["city","days"],"additionalProperties":false,"properties":{
            "city":{"enum":["Rome","東京"]},"days":{"type":"array","maxItems":2,
              "items":{"enum":["a}b","c"]}}}}}},
        {"type":"function","function":{"name":"now"}}]""";

  @TempDir static Path folder;

  private static ChatAnswers model;

  @BeforeAll
  static void start() throws Exception {
    Path file = folder.resolve("tiny.gguf");
    TinyModel.write(file);
    model = ChatAnswers.start(file.toString(), new ModelSpec.Capacity(3, 1500, 1000));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static JsonNode choice(String more) {
    return model.answer(ChatAnswers.ask("hello", TOOLS + "," + more)).document().at("/choices/0");
  }

  /// Bugs 7 and 9 of the interface's page: the finish reason of calls, and arguments as a string.
  @Test
  void aModelThatMustCallCalls() {
    for (int seed = 0; seed < 10; seed++) {
      // When
      JsonNode choice = choice("\"tool_choice\":\"required\",\"seed\":" + seed);

      // Then
      assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
      assertThat(choice.at("/message/content").isNull()).isTrue();
      JsonNode calls = choice.at("/message/tool_calls");
      assertThat(calls.size()).isBetween(1, ToolGrammar.CALLS_MAX);
      List<String> ids = new ArrayList<>();
      for (JsonNode call : calls) {
        ids.add(call.get("id").stringValue());
        JsonNode arguments = JSON.readTree(call.at("/function/arguments").stringValue());
        switch (call.at("/function/name").stringValue()) {
          case "get_weather" -> {
            assertThat(arguments.propertyNames()).containsExactly("city", "days");
            assertThat(arguments.get("city").stringValue()).isIn("Rome", "東京");
          }
          case "now" -> assertThat(arguments.isEmpty()).isTrue();
          default -> throw new AssertionError(call);
        }
      }
      assertThat(ids).doesNotHaveDuplicates();
    }
  }

  @Test
  void aNamedFunctionIsTheOneThatIsCalledAndItsEndIsAStop() {
    JsonNode choice =
        choice("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"now\"}}");
    assertThat(choice.at("/message/tool_calls").size()).isEqualTo(1);
    assertThat(choice.at("/message/tool_calls/0/function/name").stringValue()).isEqualTo("now");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
  }

  @Test
  void withoutParallelCallsThereIsOne() {
    for (int seed = 0; seed < 10; seed++) {
      JsonNode choice =
          choice("\"tool_choice\":\"required\",\"parallel_tool_calls\":false,\"seed\":" + seed);
      assertThat(choice.at("/message/tool_calls").size()).isEqualTo(1);
    }
  }

  /// Bug 8 of the interface's page: no empty list of calls.
  @Test
  void aModelThatMayNotCallAnswersInWords() {
    JsonNode choice = choice("\"tool_choice\":\"none\",\"max_tokens\":20");
    assertThat(choice.path("message").has("tool_calls")).isFalse();
    assertThat(choice.at("/message/content").stringValue()).isNotEmpty();
  }

  @Test
  void aModelThatMayCallDoesOneOrTheOther() {
    for (int seed = 0; seed < 20; seed++) {
      JsonNode choice = choice("\"max_tokens\":200,\"seed\":" + seed);
      boolean called = choice.path("message").has("tool_calls");
      assertThat(choice.at("/message/content").isNull()).isEqualTo(called);
      assertThat(choice.at("/message/content").asString("")).doesNotContain("<tool_call>");
    }
  }

  /// Bug 1 of the interface's page: an index in every piece; id and name only in the first.
  @Test
  void aStreamedCallIsNamedOnceAndNumberedAlways() {
    // When
    List<JsonNode> chunks =
        model.stream(
            ChatAnswers.ask(
                "hello", TOOLS + ",\"tool_choice\":\"required\",\"seed\":3,\"stream\":true"));

    // Then
    List<String> arguments = new ArrayList<>();
    for (JsonNode chunk : chunks) {
      for (JsonNode call : chunk.at("/choices/0/delta/tool_calls")) {
        int index = call.get("index").intValue();
        boolean first = index == arguments.size();
        assertThat(call.has("id")).isEqualTo(first);
        assertThat(call.has("type")).isEqualTo(first);
        assertThat(call.get("function").has("name")).isEqualTo(first);
        if (first) {
          arguments.add("");
        }
        arguments.set(index, arguments.get(index) + call.at("/function/arguments").stringValue());
      }
    }
    assertThat(arguments).isNotEmpty();
    arguments.forEach(text -> assertThat(JSON.readTree(text).isObject()).isTrue());
    assertThat(chunks.getLast().at("/choices/0/finish_reason").stringValue())
        .isEqualTo("tool_calls");
  }

  @Test
  void aCallThatIsCutShortEndsForItsLength() {
    JsonNode choice = choice("\"tool_choice\":\"required\",\"max_tokens\":60,\"seed\":1");
    assertThat(choice.path("finish_reason").asString()).isIn("length", "tool_calls");
    choice = choice("\"tool_choice\":\"required\",\"max_tokens\":3");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("length");
  }

  @Test
  void aConversationMayHoldCallsAndTheirResults() {
    String conversation =
        """
        {"model":"m","messages":[{"role":"user","content":"hello"},
          {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
            "function":{"name":"now","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"noon"}]}],
          "max_tokens":5}""";
    assertThat(model.answer(conversation).completionTokens()).isBetween(1L, 5L);
  }

  @Test
  void aSchemaThatCannotBeHeldToIsRefusedWithItsTool() {
    String tools =
        """
        "tools":[{"type":"function","function":{"name":"a"}},{"type":"function","function":{
        "name":"f","strict":true,"parameters":{"type":"object","properties":{"x":{"type":"string",
        "pattern":"a+"}}}}}]""";
    assertThat(model.run(ChatAnswers.ask("hello", tools)))
        .isInstanceOfSatisfying(
            EngineResult.Rejected.class,
            rejected -> {
              assertThat(rejected.error().reason()).isEqualTo(ErrorReason.UNSUPPORTED_VALUE);
              assertThat(rejected.error().param()).isEqualTo("tools[1].function.parameters");
            });
  }

  private static EngineResult complete(String prompt, String more) {
    String body = "{\"model\":\"m\",\"prompt\":" + prompt + more + "}";
    try {
      return model
          .engine()
          .run(
              EngineRuns.at(
                  JobKind.COMPLETIONS,
                  EngineRuns.run(model.spec(), "tenant-a", false, body, new Cancellation())),
              _ -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode completion(String prompt, String more) {
    return ChatAnswers.document(complete(prompt, more)).document();
  }

  @Test
  void aPromptIsCompletedAsItIsWithoutATemplateAroundIt() {
    // Given what the same words take in a conversation
    long inConversation =
        model.answer(ChatAnswers.ask("hello world", "\"max_tokens\":1")).promptTokens();

    // When
    JsonNode text = completion("\"hello world\"", ",\"max_tokens\":8,\"echo\":true");

    // Then
    assertThat(text.at("/usage/prompt_tokens").longValue()).isLessThan(inConversation - 5);
    assertThat(text.at("/choices/0/text").stringValue()).startsWith("hello world");
    assertThat(text.get("object").stringValue()).isEqualTo("text_completion");
    assertThat(text.get("id").stringValue()).startsWith("cmpl-");
  }

  @Test
  void aBatchOfTextsAndTokensIsAnsweredInOrder() {
    JsonNode both = completion("[[1, 300, 301], [1, 302]]", ",\"n\":2,\"max_tokens\":4,\"seed\":1");
    assertThat(both.get("choices").size()).isEqualTo(4);
    assertThat(both.at("/usage/prompt_tokens").intValue()).isEqualTo(5);
    JsonNode alone = completion("[1, 300, 301]", ",\"n\":2,\"max_tokens\":4,\"seed\":1");
    assertThat(both.at("/choices/0/text")).isEqualTo(alone.at("/choices/0/text"));
    assertThat(both.at("/choices/1/text")).isEqualTo(alone.at("/choices/1/text"));
  }

  @Test
  void logprobsOfCompletionsHaveTheOlderShapeAndTheBestOfManyIsChosenByThem() {
    JsonNode best = completion("\"hello\"", ",\"best_of\":4,\"logprobs\":2,\"max_tokens\":5");
    assertThat(best.get("choices").size()).isEqualTo(1);
    assertThat(best.at("/choices/0/logprobs/tokens").size()).isBetween(1, 5);
    assertThat(best.at("/choices/0/logprobs/top_logprobs/0").size()).isBetween(2, 3);
    assertThat(best.at("/usage/completion_tokens").intValue()).isGreaterThan(5);
  }

  @Test
  void aPromptMayBeCountedOnly() {
    JsonNode counted = completion("\"hello world\"", ",\"max_tokens\":0,\"echo\":true");
    assertThat(counted.at("/choices/0/text").stringValue()).isEqualTo("hello world");
    assertThat(counted.at("/usage/completion_tokens").intValue()).isZero();
    assertThat(counted.at("/usage/prompt_tokens").intValue()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "suffix=\"hello\",\"suffix\":\"x\"",
        "echo=\"hello\",\"echo\":true,\"logprobs\":1",
        "best_of=\"hello\",\"best_of\":9",
        "prompt=[999999]"
      })
  void whatThisEngineCannotCompleteIsRefusedByName(String given) {
    String[] parts = given.split("=", 2);
    assertThat(complete(parts[1], ""))
        .isInstanceOfSatisfying(
            EngineResult.Rejected.class,
            rejected -> assertThat(rejected.error().param()).isEqualTo(parts[0]));
  }
}
