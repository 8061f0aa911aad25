package online.speka.worker.engine.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.worker.engine.simulator.Simulated.body;
import static online.speka.worker.engine.simulator.Simulated.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import online.speka.contract.catalog.EngineSpec.Simulator.Faults;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.simulator.Simulated.Ran;
import online.speka.worker.engine.simulator.words.Tokenizer;
import online.speka.worker.rendering.FinishReason;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a simulated model says.
class SimulatorAnswersTest {

  private static final int SEEDS = 150;
  private static final String STREAM = "\"stream\": true";
  private static final String TOOLS =
      """
      "tools": [
        {"type": "function", "function": {"name": "weather", "parameters": {"type": "object",
          "additionalProperties": false, "required": ["city", "days"], "properties": {
            "city": {"enum": ["Rome", "Oslo", "東京"]}, "days": {"type": "integer", "minimum": 1,
            "maximum": 7}}}}},
        {"type": "function", "function": {"name": "now"}}]
      """;

  private final Simulated simulated = Simulated.chat();

  @Test
  void streamDocumentAndReferenceSayTheSame() throws InterruptedException {
    for (int seed = 0; seed < SEEDS; seed++) {
      // Given
      String prompt = "Tell me story " + seed;
      SimulatorReference reference = simulated.reference(body(prompt));

      // When
      Ran stream = simulated.run(body(prompt, STREAM));
      Ran document = simulated.run(body(prompt));

      // Then
      SimulatorReference.Choice choice = reference.choices().getFirst();
      Answer.Choice streamed = Answer.ofStream(stream.wire()).only();
      Answer.Choice whole = Answer.ofDocument(document.wire()).only();
      assertThat(streamed.content).hasToString(choice.content());
      assertThat(whole.content).hasToString(choice.content());
      assertThat(streamed.finish).isEqualTo("stop").isEqualTo(whole.finish);
      assertThat(stream.frames()).hasSameSizeAs(choice.pieces());
      assertThat(document.frames()).isEmpty();
      assertThat(stream.completed().usage())
          .isEqualTo(document.completed().usage())
          .isEqualTo(reference.usage());
    }
  }

  @Test
  void equalRequestsGiveEqualBytesAndOthersDoNot() throws InterruptedException {
    String first = simulated.run(body("hello", STREAM, "\"seed\": 1")).wire();
    String spaced = body("hello", STREAM, "\"seed\":   1, \"user\": \"ann\"");
    assertThat(simulated.run(spaced).wire()).isEqualTo(first);
    assertThat(simulated.run(body("hello", STREAM, "\"seed\": 2")).wire()).isNotEqualTo(first);
    assertThat(simulated.run(body("hello!", STREAM, "\"seed\": 1")).wire()).isNotEqualTo(first);
    assertThat(simulated.run(body("hello", STREAM, "\"seed\": 1, \"temperature\": 0")).wire())
        .isNotEqualTo(first);
  }

  @Test
  void manyRunsAtOnceDoNotDisturbEachOther() throws Exception {
    try (ExecutorService slots = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> equal = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String prompt = "slot " + i % 20;
        equal.add(
            slots.submit(
                () -> {
                  Answer answer = Answer.ofStream(simulated.run(body(prompt, STREAM)).wire());
                  String expected =
                      simulated.reference(body(prompt)).choices().getFirst().content();
                  return answer.only().content.toString().equals(expected);
                }));
      }
      for (Future<Boolean> each : equal) {
        assertThat(each.get()).isTrue();
      }
    }
  }

  @Test
  void theTextIsTheSameOnEveryMachineAndInEveryVersion() {
    assertThat(
            simulated.reference(body("hello", "\"max_tokens\": 12")).choices().getFirst().pieces())
        .containsExactly(
            "Forest",
            " language",
            " kind",
            " take",
            " jalapeño",
            " night",
            ",",
            " year",
            ".",
            "\n\n",
            "Today",
            " page");
  }

  @Test
  void anotherAttemptWritesTheSameFrames() throws InterruptedException {
    // Given an engine that dies at the ninth token of the first attempt
    Simulated dying = Simulated.chat(spec(true, new Faults(0, 0, 9, 0, true)), new Delays(0, 0, 0));
    String body = body("go on", STREAM, "\"n\": 2, \"stream_options\": {\"include_usage\": true}");

    // When
    Ran broken = dying.run(body, 1, "acme", new Cancellation());
    Ran continued = dying.run(body, 2, "acme", new Cancellation());

    // Then the second attempt's frames begin with the first's, by sequence
    assertThat(broken.broken().usage().completionTokens()).isEqualTo(9);
    assertThat(continued.frames()).hasSizeGreaterThan(broken.frames().size());
    assertThat(continued.frames().subList(0, broken.frames().size())).isEqualTo(broken.frames());
    SimulatorReference reference = dying.reference(body);
    Answer answer = Answer.ofStream(continued.wire());
    assertThat(answer.choices().get(1).content).hasToString(reference.choices().get(1).content());
  }

  @Test
  void tokensAreWhatTheTextReallyHas() {
    Set<Integer> lengths = new HashSet<>();
    StringBuilder all = new StringBuilder();
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatorReference reference = simulated.reference(body("count " + seed));
      SimulatorReference.Choice choice = reference.choices().getFirst();
      assertThat(Tokenizer.count(choice.content())).isEqualTo(choice.tokens()).isBetween(20, 160);
      assertThat(reference.usage().completionTokens()).isEqualTo(choice.tokens());
      lengths.add(choice.tokens());
      all.append(choice.content());
    }
    assertThat(lengths).hasSizeGreaterThan(30);
    assertThat(all).contains("🚀", "世界", "👩‍💻", "é", "\n\n");
  }

  @Test
  void everyPieceIsWholeText() {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatorReference reference =
          simulated.reference(body("cut " + seed, "\"max_tokens\": " + (1 + seed)));
      for (String piece : reference.choices().getFirst().pieces()) {
        assertThat(new String(piece.getBytes(UTF_8), UTF_8))
            .isEqualTo(piece)
            .doesNotContain("\uFFFD");
      }
    }
  }

  @Test
  void aLimitIsReachedExactlyAndCutsTheSameText() {
    String text =
        simulated.reference(body("limit", "\"max_tokens\": 300")).choices().getFirst().content();
    for (int limit = 1; limit <= 300; limit++) {
      SimulatorReference reference =
          simulated.reference(
              body("limit", "\"max_tokens\": 9, \"max_completion_tokens\": " + limit));
      SimulatorReference.Choice choice = reference.choices().getFirst();
      assertThat(choice.tokens()).isEqualTo(limit);
      assertThat(choice.finishReason()).isEqualTo(FinishReason.LENGTH);
      assertThat(text).startsWith(choice.content());
    }
  }

  @Test
  void aStopTextEndsTheAnswerBeforeItWhereverItLies() {
    for (int seed = 0; seed < SEEDS; seed++) {
      // Given a stop text that spans the border of two tokens
      String prompt = "stop " + seed;
      List<String> pieces = simulated.reference(body(prompt)).choices().getFirst().pieces();
      String text = String.join("", pieces);
      int border = String.join("", pieces.subList(0, 12)).length();
      String stop =
          text.substring(text.offsetByCodePoints(border, -2), text.offsetByCodePoints(border, 2))
              .replace("\n", "\\n");

      // When
      SimulatorReference.Choice choice =
          simulated.reference(body(prompt, "\"stop\": [\"" + stop + "\"]")).choices().getFirst();

      // Then
      assertThat(choice.content())
          .isEqualTo(text.substring(0, text.indexOf(stop.replace("\\n", "\n"))));
      assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
    }
  }

  @Test
  void choicesDifferButNotBecauseOfHowManyThereAre() {
    SimulatorReference three = simulated.reference(body("choose", "\"n\": 3"));
    SimulatorReference two = simulated.reference(body("choose", "\"n\": 2"));
    assertThat(three.choices())
        .extracting(SimulatorReference.Choice::content)
        .doesNotHaveDuplicates();
    assertThat(three.choices()).startsWith(two.choices().toArray(SimulatorReference.Choice[]::new));
    assertThat(three.usage().promptTokens()).isEqualTo(two.usage().promptTokens());
    assertThat(three.usage().completionTokens())
        .isEqualTo(three.choices().stream().mapToInt(SimulatorReference.Choice::tokens).sum());
  }

  @Test
  void logprobsCoverEveryTokenOfTheContent() throws InterruptedException {
    for (int seed = 0; seed < 30; seed++) {
      String[] fields = {"\"logprobs\": true, \"top_logprobs\": 3", STREAM};
      Ran ran = simulated.run(body("logprobs " + seed, fields));
      Answer.Choice choice = Answer.ofStream(ran.wire()).only();
      assertThat(choice.logprobs).hasSize((int) ran.completed().usage().completionTokens());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (JsonNode logprob : choice.logprobs) {
        logprob.get("bytes").forEach(b -> bytes.write(b.intValue()));
        assertThat(logprob.get("top_logprobs")).hasSize(3);
        double sum = 0;
        for (JsonNode top : logprob.get("top_logprobs")) {
          assertThat(top.get("logprob").doubleValue())
              .isLessThanOrEqualTo(logprob.get("logprob").doubleValue());
          sum += Math.exp(top.get("logprob").doubleValue());
        }
        assertThat(sum).isLessThanOrEqualTo(1);
      }
      assertThat(bytes.toString(UTF_8)).isEqualTo(choice.content.toString());
      Ran document = simulated.run(body("logprobs " + seed, fields[0]));
      assertThat(Answer.ofDocument(document.wire()).only().logprobs).isEqualTo(choice.logprobs);
    }
  }

  @Test
  void aReasoningModelThinksFirst() throws InterruptedException {
    // Given
    Simulated thinker = Simulated.chat(spec(true, Faults.NONE), new Delays(0, 0, 0));

    // When
    Ran stream = thinker.run(body("why", STREAM));
    Ran none = thinker.run(body("why", "\"reasoning_effort\": \"none\""));
    long low =
        thinker.reference(body("why", "\"reasoning_effort\": \"low\"")).usage().reasoningTokens();
    long high =
        thinker.reference(body("why", "\"reasoning_effort\": \"high\"")).usage().reasoningTokens();

    // Then
    Answer.Choice choice = Answer.ofStream(stream.wire()).only();
    assertThat(choice.reasoning.toString()).isNotBlank();
    assertThat(Tokenizer.count(choice.reasoning.toString()))
        .isEqualTo((int) stream.completed().usage().reasoningTokens());
    assertThat(stream.wire().lastIndexOf("reasoning_content"))
        .isLessThan(stream.wire().indexOf("\"delta\":{\"content\""));
    assertThat(Answer.ofDocument(none.wire()).only().reasoning).isEmpty();
    assertThat(none.completed().usage().reasoningTokens()).isZero();
    assertThat(low).isLessThan(high);
  }

  @Test
  void toolsAreCalledAsTheClientChooses() throws InterruptedException {
    Set<String> called = new HashSet<>();
    Set<Integer> counts = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      String prompt = "tools " + seed;
      Answer.Choice auto =
          Answer.ofStream(simulated.run(body(prompt, TOOLS, STREAM)).wire()).only();
      Answer.Choice document = Answer.ofDocument(simulated.run(body(prompt, TOOLS)).wire()).only();
      assertThat(auto.finish).isEqualTo("tool_calls").isEqualTo(document.finish);
      assertThat(auto.content).isEmpty();
      assertThat(auto.ids).doesNotHaveDuplicates().isEqualTo(document.ids);
      for (int i = 0; i < auto.functions.size(); i++) {
        JsonNode arguments = JsonMapper.shared().readTree(auto.arguments.get(i).toString());
        assertThat(document.arguments.get(i)).hasToString(auto.arguments.get(i).toString());
        if (auto.functions.get(i).equals("weather")) {
          assertThat(arguments.get("city").stringValue()).isIn("Rome", "Oslo", "東京");
          assertThat(arguments.get("days").intValue()).isBetween(1, 7);
        } else {
          assertThat(arguments.isEmpty()).isTrue();
        }
      }
      called.addAll(auto.functions);
      counts.add(auto.functions.size());
      Answer.Choice single =
          Answer.ofStream(
                  simulated
                      .run(body(prompt, TOOLS, STREAM, "\"parallel_tool_calls\": false"))
                      .wire())
              .only();
      assertThat(single.functions).hasSize(1);
    }
    assertThat(called).containsExactlyInAnyOrder("weather", "now");
    assertThat(counts).containsExactlyInAnyOrder(1, 2);
  }

  @Test
  void aNamedFunctionIsCalledAndEndsWithStop() {
    String named = "\"tool_choice\": {\"type\": \"function\", \"function\": {\"name\": \"now\"}}";
    SimulatorReference.Choice choice =
        simulated.reference(body("now", TOOLS, named)).choices().getFirst();
    assertThat(choice.calls()).containsExactly(new SimulatorReference.Call("now", "{}"));
    assertThat(choice.finishReason()).isEqualTo(FinishReason.STOP);
    assertThat(choice.tokens()).isEqualTo(3);
  }

  @Test
  void theModelAnswersInWordsOnceItHasAResult() {
    String conversation =
        """
        {"model": "sim/chat", "messages": [
          {"role": "user", "content": "Weather?"},
          {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function",
            "function": {"name": "weather", "arguments": "{}"}}]},
          {"role": "tool", "tool_call_id": "call_1", "content": "sunny"}],
        """;
    SimulatorReference auto = simulated.reference(conversation + TOOLS + "}");
    SimulatorReference required =
        simulated.reference(conversation + TOOLS + ", \"tool_choice\": \"required\"}");
    SimulatorReference none = simulated.reference(body("hi", TOOLS, "\"tool_choice\": \"none\""));
    assertThat(auto.choices().getFirst().content()).isNotEmpty();
    assertThat(required.choices().getFirst().calls()).isNotEmpty();
    assertThat(none.choices().getFirst().content()).isNotEmpty();
  }

  @Test
  void aResponseFormatIsObeyed() {
    String object = "\"response_format\": {\"type\": \"json_object\"}";
    String schema =
        """
        "response_format": {"type": "json_schema", "json_schema": {"name": "p", "strict": true,
          "schema": {"type": "object", "required": ["n"], "additionalProperties": false,
            "properties": {"n": {"type": "integer", "minimum": 5, "maximum": 6}}}}}
        """;
    List<Integer> numbers = new ArrayList<>();
    for (int seed = 0; seed < 30; seed++) {
      String any = simulated.reference(body("json " + seed, object)).choices().getFirst().content();
      assertThat(JsonMapper.shared().readTree(any).isObject()).isTrue();
      SimulatorReference.Choice strict =
          simulated
              .reference(body("json " + seed, schema, "\"max_tokens\": 500"))
              .choices()
              .getFirst();
      numbers.add(JsonMapper.shared().readTree(strict.content()).get("n").intValue());
      assertThat(strict.finishReason()).isEqualTo(FinishReason.STOP);
    }
    assertThat(numbers).contains(5, 6).allMatch(n -> n == 5 || n == 6);
    assertThat(
            simulated
                .reference(body("json", schema, "\"max_tokens\": 2"))
                .choices()
                .getFirst()
                .finishReason())
        .isEqualTo(FinishReason.LENGTH);
  }

  @Test
  void aPromptThatLeavesNoRoomIsRejected() throws InterruptedException {
    Ran ran = simulated.run(body("word ".repeat(8200), STREAM));
    assertThat(ran.result())
        .isInstanceOfSatisfying(
            EngineResult.Rejected.class,
            rejected -> {
              assertThat(rejected.error().reason()).isEqualTo(ErrorReason.CONTEXT_LENGTH_EXCEEDED);
              assertThat(rejected.error().param()).isEqualTo("messages");
            });
    assertThat(ran.frames()).isEmpty();
  }

  @Test
  void aBodyThatIsNoRequestIsRejected() throws InterruptedException {
    Ran ran = simulated.run("{\"model\": \"sim/chat\"}");
    assertThat(ran.result()).isInstanceOf(EngineResult.Rejected.class);
  }

  @Test
  void usageCountsThePromptOnce() throws InterruptedException {
    Usage usage =
        simulated.run(body("one two three", "\"max_tokens\": 7, \"n\": 2")).completed().usage();
    // Four marks of the message, three words, three marks of the answer.
    assertThat(usage).isEqualTo(new Usage(10, 0, 14, 0));
  }
}
