package online.speka.worker.engine.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.simulator.Simulated.Ran;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a simulated model makes of the older endpoint.
class SimulatorCompletionsTest {

  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final String STREAM = "\"stream\": true";

  private final Simulated simulated = Simulated.chat();

  private static String body(String prompt, String... fields) {
    StringBuilder body = new StringBuilder("{\"model\": \"sim/chat\", \"prompt\": " + prompt);
    for (String field : fields) {
      body.append(", ").append(field);
    }
    return body.append("}").toString();
  }

  private Ran run(String prompt, String... fields) throws InterruptedException {
    return simulated.run(JobKind.COMPLETIONS, body(prompt, fields));
  }

  private JsonNode document(String prompt, String... fields) throws InterruptedException {
    return MAPPER.readTree(run(prompt, fields).wire());
  }

  private SimulatorReference reference(String prompt, String... fields) {
    return SimulatorReference.ofCompletions(
        simulated.model(), body(prompt, fields).getBytes(UTF_8));
  }

  @Test
  void sixteenTokensUnlessTheClientSaysOtherwise() throws InterruptedException {
    // When
    JsonNode document = document("\"Once upon a time\"");

    // Then
    assertThat(document.get("id").stringValue()).startsWith("cmpl-");
    assertThat(document.get("object").stringValue()).isEqualTo("text_completion");
    JsonNode choice = document.get("choices").get(0);
    assertThat(choice.get("finish_reason").stringValue()).isEqualTo("length");
    assertThat(choice.get("logprobs").isNull()).isTrue();
    assertThat(document.get("usage").get("completion_tokens").intValue()).isEqualTo(16);
    assertThat(document.get("usage").get("prompt_tokens").intValue()).isEqualTo(4);
  }

  @Test
  void streamDocumentAndReferenceSayTheSame() throws InterruptedException {
    for (int i = 0; i < 50; i++) {
      // Given
      String prompt = "\"Go on with " + i + "\"";
      String text = reference(prompt, "\"max_tokens\": 40").choices().getFirst().content();

      // When
      Ran streamed = run(prompt, "\"max_tokens\": 40", STREAM);
      JsonNode document = document(prompt, "\"max_tokens\": 40");

      // Then
      assertThat(texts(streamed.wire(), 1)).containsExactly(text);
      assertThat(document.get("choices").get(0).get("text").stringValue()).isEqualTo(text);
    }
  }

  @Test
  void aChoiceOfABatchIsNamedByItsPromptAndItsPlace() throws InterruptedException {
    // Given the texts of each prompt alone
    List<String> expected = new ArrayList<>();
    for (String prompt : List.of("\"one\"", "\"two\"", "\"three\"")) {
      reference(prompt, "\"n\": 2").choices().forEach(choice -> expected.add(choice.content()));
    }

    // When
    Ran streamed = run("[\"one\", \"two\", \"three\"]", "\"n\": 2", STREAM);
    JsonNode document = document("[\"one\", \"two\", \"three\"]", "\"n\": 2");

    // Then choice i * n + j is the j-th of prompt i
    assertThat(texts(streamed.wire(), 6)).isEqualTo(expected).doesNotHaveDuplicates();
    for (int i = 0; i < 6; i++) {
      JsonNode choice = document.get("choices").get(i);
      assertThat(choice.get("index").intValue()).isEqualTo(i);
      assertThat(choice.get("text").stringValue()).isEqualTo(expected.get(i));
    }
    assertThat(document.get("usage").get("prompt_tokens").intValue()).isEqualTo(3);
    assertThat(document.get("usage").get("completion_tokens").intValue()).isEqualTo(96);
  }

  @Test
  void everyChunkIsATextCompletionAndOnlyTheLastOfAChoiceHasAReason() throws InterruptedException {
    // When
    String wire = run("\"Hi\"", STREAM, "\"stream_options\": {\"include_usage\": true}").wire();

    // Then
    List<JsonNode> chunks = chunks(wire);
    assertThat(wire).endsWith("data: [DONE]\n\n").doesNotContain("service_tier");
    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.get("object").stringValue()).isEqualTo("text_completion");
              assertThat(chunk.get("id")).isEqualTo(chunks.getFirst().get("id"));
            });
    JsonNode last = chunks.getLast();
    assertThat(last.get("choices").isEmpty()).isTrue();
    assertThat(last.get("usage").get("total_tokens").intValue()).isEqualTo(17);
    List<JsonNode> others = chunks.subList(0, chunks.size() - 1);
    assertThat(others).allSatisfy(chunk -> assertThat(chunk.get("usage").isNull()).isTrue());
    assertThat(others.getLast().get("choices").get(0).get("finish_reason").stringValue())
        .isEqualTo("length");
    assertThat(others.subList(0, others.size() - 1))
        .allSatisfy(
            chunk ->
                assertThat(chunk.get("choices").get(0).get("finish_reason").isNull()).isTrue());
  }

  @Test
  void logprobsAreFourListsOfOneLengthInTheOlderShape() throws InterruptedException {
    // When
    JsonNode choice =
        document("\"Hi there\"", "\"logprobs\": 3", "\"echo\": true").get("choices").get(0);

    // Then
    JsonNode logprobs = choice.get("logprobs");
    int tokens = 2 + 16;
    assertThat(logprobs.get("tokens").size()).isEqualTo(tokens);
    assertThat(logprobs.get("token_logprobs").size()).isEqualTo(tokens);
    assertThat(logprobs.get("top_logprobs").size()).isEqualTo(tokens);
    assertThat(logprobs.get("text_offset").size()).isEqualTo(tokens);
    assertThat(logprobs.get("token_logprobs").get(0).isNull()).isTrue();
    assertThat(logprobs.get("token_logprobs").get(1).doubleValue()).isNegative();
    String text = choice.get("text").stringValue();
    assertThat(text).startsWith("Hi there");
    for (int i = 0; i < tokens; i++) {
      String token = logprobs.get("tokens").get(i).stringValue();
      int at = logprobs.get("text_offset").get(i).intValue();
      if (!token.startsWith("bytes:")) {
        assertThat(text.substring(text.offsetByCodePoints(0, at))).startsWith(token);
      }
      if (i > 0) {
        assertThat(logprobs.get("top_logprobs").get(i).has(token)).isTrue();
        assertThat(logprobs.get("top_logprobs").get(i).size()).isBetween(1, 4);
      }
    }
  }

  @Test
  void streamedLogprobsAreThoseOfTheDocument() throws InterruptedException {
    // When
    String[] fields = {"\"logprobs\": 2", "\"echo\": true", "\"max_tokens\": 30"};
    JsonNode whole = document("\"Hi there\"", fields).get("choices").get(0).get("logprobs");
    List<JsonNode> chunks =
        chunks(run("\"Hi there\"", fields[0], fields[1], fields[2], STREAM).wire());

    // Then
    for (String list : List.of("tokens", "token_logprobs", "top_logprobs", "text_offset")) {
      List<JsonNode> streamed = new ArrayList<>();
      chunks.forEach(
          chunk -> chunk.get("choices").get(0).path("logprobs").path(list).forEach(streamed::add));
      assertThat(streamed).isEqualTo(List.copyOf(whole.get(list).values()));
    }
  }

  @Test
  void theLikeliestOfManyAreShownAndAllArePaidFor() throws InterruptedException {
    // Given what all eight would be, with how likely they are
    JsonNode all = document("\"Hi\"", "\"n\": 8", "\"logprobs\": 0");
    List<String> byLikelihood =
        new ArrayList<>(List.copyOf(all.get("choices").values()))
            .stream()
                .sorted((one, other) -> Double.compare(mean(other), mean(one)))
                .map(choice -> choice.get("text").stringValue())
                .toList();

    // When
    JsonNode best = document("\"Hi\"", "\"n\": 2", "\"best_of\": 8");

    // Then
    assertThat(best.get("choices").size()).isEqualTo(2);
    assertThat(best.get("choices").get(0).get("text").stringValue())
        .isEqualTo(byLikelihood.getFirst());
    assertThat(best.get("choices").get(1).get("text").stringValue()).isEqualTo(byLikelihood.get(1));
    assertThat(best.get("choices").get(0).get("logprobs").isNull()).isTrue();
    assertThat(best.get("usage").get("completion_tokens").intValue()).isEqualTo(8 * 16);
  }

  private static double mean(JsonNode choice) {
    double sum = 0;
    JsonNode logprobs = choice.get("logprobs").get("token_logprobs");
    for (JsonNode logprob : logprobs) {
      sum += logprob.doubleValue();
    }
    return sum / logprobs.size();
  }

  @Test
  void noTokensAtAllMayBeAskedForToHaveThePromptCounted() throws InterruptedException {
    // When
    Ran ran = run("\"one two three\"", "\"max_tokens\": 0", "\"echo\": true");

    // Then
    JsonNode choice = MAPPER.readTree(ran.wire()).get("choices").get(0);
    assertThat(choice.get("text").stringValue()).isEqualTo("one two three");
    assertThat(choice.get("finish_reason").stringValue()).isEqualTo("length");
    assertThat(ran.completed().usage()).isEqualTo(Usage.of(3, 0));
  }

  @Test
  void tokensAreCountedAsTheyAreAndEchoedAsText() throws InterruptedException {
    JsonNode one = document("[5, 6, 7]", "\"echo\": true");
    JsonNode two = document("[[5, 6, 7], [1]]");
    assertThat(one.get("usage").get("prompt_tokens").intValue()).isEqualTo(3);
    assertThat(one.get("choices").get(0).get("text").stringValue()).matches("(?s)( [a-z]+){3}.+");
    assertThat(two.get("choices").size()).isEqualTo(2);
    assertThat(two.get("usage").get("prompt_tokens").intValue()).isEqualTo(4);
  }

  @Test
  void theSuffixAndASeedChangeTheAnswerAndAStopTextCutsIt() throws InterruptedException {
    String plain = reference("\"Hi\"").choices().getFirst().content();
    assertThat(reference("\"Hi\"", "\"suffix\": \"x\"").choices().getFirst().content())
        .isNotEqualTo(plain);
    assertThat(reference("\"Hi\"", "\"seed\": 1").choices().getFirst().content())
        .isNotEqualTo(plain);

    String stop = plain.substring(10, 14);
    JsonNode choice =
        document("\"Hi\"", "\"stop\": " + MAPPER.writeValueAsString(stop)).get("choices").get(0);
    assertThat(choice.get("text").stringValue()).isEqualTo(plain.substring(0, plain.indexOf(stop)));
    assertThat(choice.get("finish_reason").stringValue()).isEqualTo("stop");
  }

  /// Bug 22 of the interface's page: nothing is cut off silently, and the message has the numbers.
  @Test
  void aPromptBeyondTheWindowIsRefusedByName() throws InterruptedException {
    Ran ran = run("\"" + "word ".repeat(9000) + "\"");
    assertThat(ran.result())
        .isInstanceOfSatisfying(
            EngineResult.Rejected.class,
            rejected -> {
              assertThat(rejected.error().reason()).isEqualTo(ErrorReason.CONTEXT_LENGTH_EXCEEDED);
              assertThat(rejected.error().param()).isEqualTo("prompt");
              assertThat(rejected.error().message()).contains("8192").contains("9001");
            });
  }

  private static List<JsonNode> chunks(String wire) {
    List<JsonNode> chunks = new ArrayList<>();
    for (String event : wire.split("\n\n")) {
      if (!event.equals("data: [DONE]")) {
        chunks.add(MAPPER.readTree(event.substring("data: ".length())));
      }
    }
    return chunks;
  }

  private static List<String> texts(String wire, int choices) {
    List<StringBuilder> texts = new ArrayList<>();
    for (int i = 0; i < choices; i++) {
      texts.add(new StringBuilder());
    }
    for (JsonNode chunk : chunks(wire)) {
      for (JsonNode choice : chunk.get("choices")) {
        texts.get(choice.get("index").intValue()).append(choice.get("text").stringValue());
      }
    }
    return texts.stream().map(StringBuilder::toString).toList();
  }
}
