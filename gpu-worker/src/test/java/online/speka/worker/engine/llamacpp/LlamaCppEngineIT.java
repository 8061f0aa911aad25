package online.speka.worker.engine.llamacpp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineResult.Rejected;
import online.speka.worker.engine.EngineRuns;
import online.speka.worker.engine.EngineStartException;
import online.speka.worker.engine.llamacpp.ChatAnswers.Document;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The engine with a random model: slots, counts, ends and limits, not sense.
@Timeout(120)
class LlamaCppEngineIT {

  /// Keeps the random model from ending by itself.
  private static final String ENDLESS =
      "\"logit_bias\":{\"" + TinyModel.END + "\":-100,\"" + TinyModel.IM_END + "\":-100}";

  @TempDir static Path folder;

  private static Path file;
  private static ChatAnswers model;

  @BeforeAll
  static void start() throws Exception {
    file = folder.resolve("tiny.gguf");
    TinyModel.write(file);
    model = ChatAnswers.start(file.toString(), new ModelSpec.Capacity(3, 512, 400));
  }

  @AfterAll
  static void close() {
    model.close();
    assertThat(model.engine().ready()).isFalse();
  }

  private static Document answer(String more) {
    return model.answer(ChatAnswers.ask("hello world", more));
  }

  private static void assertRejected(String body, ErrorReason reason, String... words) {
    EngineResult result = model.run(body);
    assertThat(result).isInstanceOf(Rejected.class);
    assertThat(((Rejected) result).error().reason()).isEqualTo(reason);
    assertThat(((Rejected) result).error().message()).contains(words);
  }

  @Test
  void tokensAreCountedOneByOne() {
    // When
    Document answer = answer(ENDLESS + ",\"max_tokens\":50,\"seed\":1");
    // Then
    assertThat(answer.completionTokens()).isEqualTo(50);
    assertThat(answer.finishReason()).isEqualTo("length");
    assertThat(answer.document().path("usage").path("total_tokens").asLong())
        .isEqualTo(answer.promptTokens() + 50);
  }

  @Test
  void aModelThatSaysItIsDoneStopsAndItsEndIsATokenToo() {
    Document answer = answer("\"max_tokens\":50,\"logit_bias\":{\"" + TinyModel.END + "\":100}");
    assertThat(answer.finishReason()).isEqualTo("stop");
    assertThat(answer.content()).isEmpty();
    assertThat(answer.completionTokens()).isEqualTo(1);
  }

  @Test
  void aStreamSaysWhatTheDocumentSays() {
    // Given
    String more = ENDLESS + ",\"max_tokens\":80,\"seed\":5,\"temperature\":1.5";
    String whole = answer(more).content();
    // When
    List<JsonNode> chunks = model.stream(ChatAnswers.ask("hello world", more + ",\"stream\":true"));
    // Then
    assertThat(ChatAnswers.content(chunks)).isEqualTo(whole);
    assertThat(chunks.size()).isGreaterThan(10);
  }

  @Test
  void charactersAreNeverSplitThoughTheirBytesAreTokens() {
    // Given: é, € and 😀 as bytes, each byte a token, and nothing else can be said
    StringBuilder bias = new StringBuilder("\"logit_bias\":{");
    for (byte b : "é€😀".getBytes(UTF_8)) {
      bias.append("\"").append(5 + Byte.toUnsignedInt(b)).append("\":60,");
    }
    bias.setCharAt(bias.length() - 1, '}');
    String more =
        bias
            + ",\"max_tokens\":300,\"seed\":3,\"temperature\":2,\"top_k\":0,\"top_p\":1,\"min_p\":0,\"stream\":true";
    // When: the tester checks every frame for whole characters
    List<JsonNode> chunks =
        model.stream(ChatAnswers.ask("hi", more + ",\"stream_options\":{\"include_usage\":true}"));
    // Then
    assertThat(ChatAnswers.content(chunks)).isNotEmpty();
    assertThat(chunks.getLast().path("usage").path("completion_tokens").asInt()).isEqualTo(300);
  }

  @Test
  void theSameSeedGivesTheSameAnswerAndAnotherSeedAnother() {
    String first = answer(ENDLESS + ",\"max_tokens\":40,\"seed\":11").content();
    assertThat(answer(ENDLESS + ",\"max_tokens\":40,\"seed\":11").content()).isEqualTo(first);
    assertThat(answer(ENDLESS + ",\"max_tokens\":40,\"seed\":12").content()).isNotEqualTo(first);
  }

  @Test
  void stopTextsEndTheAnswerAndAreNotPartOfIt() {
    // Given
    String whole = answer(ENDLESS + ",\"max_tokens\":60,\"temperature\":0").content();
    String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 3);
    // When
    Document stopped =
        answer(
            ENDLESS
                + ",\"max_tokens\":60,\"temperature\":0,\"stop\":"
                + JsonMapper.shared().writeValueAsString(stop));
    // Then
    assertThat(stopped.content()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
    assertThat(stopped.finishReason()).isEqualTo("stop");
    assertThat(stopped.completionTokens()).isBetween(1L, 59L);
  }

  @Test
  void moreJobsThanThreadsShareTheModelAndEachHasItsOwnAnswer() {
    // Given
    List<String> alone = IntStream.range(0, 3).mapToObj(i -> asked(i).content()).toList();
    // When
    List<CompletableFuture<Document>> together =
        IntStream.range(0, 3).mapToObj(i -> CompletableFuture.supplyAsync(() -> asked(i))).toList();
    // Then: as long as what runs beside it rounds nothing across a tie, an answer is the same
    for (int i = 0; i < 3; i++) {
      assertThat(together.get(i).join().completionTokens()).isEqualTo(100);
      assertThat(together.get(i).join().content()).startsWith(alone.get(i).substring(0, 3));
    }
  }

  private static Document asked(int i) {
    return model.answer(
        ChatAnswers.ask("question " + i, ENDLESS + ",\"temperature\":0,\"max_tokens\":100"));
  }

  @Test
  void choicesShareOnePromptAndDiffer() {
    // When
    Document answer = answer(ENDLESS + ",\"max_tokens\":20,\"n\":3,\"seed\":1");
    // Then
    assertThat(answer.document().path("choices")).hasSize(3);
    assertThat(List.of(answer.content(0), answer.content(1), answer.content(2)))
        .doesNotHaveDuplicates();
    assertThat(answer.completionTokens()).isEqualTo(60);
    assertThat(answer.promptTokens()).isEqualTo(answer("\"max_tokens\":1").promptTokens());
  }

  @Test
  void theNextTurnOfAConversationFindsItsBeginningInMemoryButNoOtherTenantDoes() {
    // Given
    String question = ChatAnswers.ask("a rather long question ".repeat(8), "\"max_tokens\":1");
    model.answer("tenant-x", question);
    // When
    Document again = model.answer("tenant-x", question);
    Document other = model.answer("tenant-y", question);
    // Then
    assertThat(again.cachedTokens()).isEqualTo(again.promptTokens() - 1);
    assertThat(other.cachedTokens()).isZero();
  }

  @Test
  void whatIsFoundInMemoryAnswersAsWhatWasRead() {
    // Given
    String asked =
        ChatAnswers.ask(
            "one two three ".repeat(9), ENDLESS + ",\"max_tokens\":30,\"temperature\":0");
    // When
    Document read = model.answer("tenant-r", asked);
    Document found = model.answer("tenant-r", asked);
    // Then
    assertThat(read.cachedTokens()).isZero();
    assertThat(found.cachedTokens()).isPositive();
    assertThat(found.content()).isEqualTo(read.content());
  }

  @Test
  void memoryThatIsFullAndScatteredBreaksNoAnswer() {
    // Given: jobs of all lengths, three at a time, no two of one tenant
    Random random = new Random(4);
    List<String> bodies = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      bodies.add(
          ChatAnswers.ask(
              "x ".repeat(1 + random.nextInt(200)),
              ENDLESS + ",\"max_tokens\":" + (1 + random.nextInt(90))));
    }
    Semaphore slots = new Semaphore(3);
    // When
    List<CompletableFuture<EngineResult>> runs =
        IntStream.range(0, bodies.size())
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          slots.acquireUninterruptibly();
                          try {
                            return model.run(
                                "tenant-" + i, false, bodies.get(i), new Cancellation(), _ -> {});
                          } finally {
                            slots.release();
                          }
                        },
                        task -> Thread.ofVirtual().start(task)))
            .toList();
    // Then
    for (CompletableFuture<EngineResult> run : runs) {
      assertThat(run)
          .succeedsWithin(Duration.ofSeconds(100))
          .isInstanceOf(EngineResult.Completed.class);
    }
  }

  @Test
  void aCancelledJobEndsSoonSaysWhatItTookAndFreesItsSlot() throws Exception {
    // Given: all slots taken
    List<Cancellation> cancellations = new ArrayList<>();
    List<CompletableFuture<EngineResult>> runs = new ArrayList<>();
    CountDownLatch talking = new CountDownLatch(3);
    for (int i = 0; i < 3; i++) {
      Cancellation cancellation = new Cancellation();
      CountDownLatch once = new CountDownLatch(1);
      cancellations.add(cancellation);
      runs.add(
          CompletableFuture.supplyAsync(
              () ->
                  model.run(
                      "tenant-a",
                      true,
                      ChatAnswers.ask("hello", ENDLESS + ",\"max_tokens\":400,\"stream\":true"),
                      cancellation,
                      _ -> {
                        if (once.getCount() == 1) {
                          once.countDown();
                          talking.countDown();
                        }
                      })));
    }
    assertThat(talking.await(10, TimeUnit.SECONDS)).isTrue();
    // When
    cancellations.forEach(Cancellation::cancel);
    // Then
    for (CompletableFuture<EngineResult> run : runs) {
      assertThat(run)
          .succeedsWithin(Duration.ofSeconds(10))
          .isInstanceOf(EngineResult.Cancelled.class);
      EngineResult.Cancelled cancelled = (EngineResult.Cancelled) run.join();
      assertThat(cancelled.usage().completionTokens()).isBetween(1L, 399L);
      assertThat(cancelled.usage().promptTokens()).isPositive();
    }
    assertThat(answer("\"max_tokens\":5," + ENDLESS).completionTokens()).isEqualTo(5);
  }

  @Test
  void aJobCancelledBeforeItBeganCostsNothing() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    EngineResult result =
        model.run("tenant-a", false, ChatAnswers.ask("hello", ""), cancellation, _ -> {});
    assertThat(((EngineResult.Cancelled) result).usage().totalTokens()).isZero();
  }

  @Test
  void aReaderThatIsInterruptedLeavesTheSlotFree() throws Exception {
    // Given
    CountDownLatch talking = new CountDownLatch(1);
    Thread reader =
        Thread.ofVirtual()
            .start(
                () ->
                    assertThatThrownBy(
                            () ->
                                model
                                    .engine()
                                    .run(
                                        EngineRuns.run(
                                            model.spec(), true, ChatAnswers.ask("hello", ENDLESS)),
                                        _ -> {
                                          talking.countDown();
                                          new CountDownLatch(1).await();
                                        }))
                        .isInstanceOf(InterruptedException.class));
    talking.await();
    // When
    reader.interrupt();
    reader.join();
    // Then: three jobs at a time go through
    List<Long> counts = Collections.synchronizedList(new ArrayList<>());
    IntStream.range(0, 3)
        .parallel()
        .forEach(_ -> counts.add(answer("\"max_tokens\":5," + ENDLESS).completionTokens()));
    assertThat(counts).containsExactly(5L, 5L, 5L);
  }

  @Test
  void anAnswerIsHeldToASchema() {
    for (int seed = 0; seed < 5; seed++) {
      // When
      Document answer =
          answer(
              """
              "max_tokens":380,"seed":%d,"response_format":{"type":"json_schema","json_schema":{
               "name":"x","strict":true,"schema":{"type":"object","additionalProperties":false,
               "properties":{"ok":{"type":"boolean"},"kind":{"enum":["one","tw\\"o"]},
               "size":{"type":"integer"},"tags":{"type":"array","items":{"type":"boolean"},
               "minItems":1,"maxItems":2}},"required":["ok","kind","size","tags"]}}}"""
                  .formatted(seed));
      // Then
      JsonNode value = JsonMapper.shared().readTree(answer.content());
      assertThat(value.propertyNames()).containsExactly("ok", "kind", "size", "tags");
      assertThat(value.path("ok").isBoolean()).isTrue();
      assertThat(value.path("kind").asString()).isIn("one", "tw\"o");
      assertThat(value.path("size").isIntegralNumber()).isTrue();
      assertThat(value.path("tags").size()).isBetween(1, 2);
      assertThat(answer.finishReason()).isEqualTo("stop");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "{}",
        "{'type':'object'}",
        "{'type':'object','additionalProperties':{'type':'integer'}}",
        "{'type':'object','properties':{},'additionalProperties':false}",
        "{'properties':{'a':{'type':'null'},'b':{'type':'number'},'c':{'const':1.5}}}",
        "{'type':'object','properties':{'a':{},'b':{}},'required':['b','undescribed']}",
        "{'type':['string','null'],'minLength':2,'maxLength':3}",
        "{'type':'array','maxItems':0}",
        "{'type':'array','items':{'type':'array','minItems':2}}",
        "{'anyOf':[{'type':'boolean'},{'$ref':'#/$defs/x'}],'$defs':{'x':{'enum':[1,null,'é\\n']}}}",
        "{'type':'object','properties':{'next':{'anyOf':[{'$ref':'#'},{'type':'null'}]}}}"
      })
  void everyGrammarMadeOfASchemaIsOneToLlamaCpp(String schema) {
    // When
    Document answer =
        answer(
            "\"max_tokens\":300,\"seed\":2,\"response_format\":{\"type\":\"json_schema\","
                + "\"json_schema\":{\"name\":\"x\",\"schema\":{\"allOf\":["
                + schema.replace('\'', '"')
                + "],\"$defs\":{\"x\":{\"enum\":[1,null,\"é\"]}}}}}");
    // Then
    if (answer.finishReason().equals("stop")) {
      assertThat(JsonMapper.shared().readTree(answer.content())).isNotNull();
    } else {
      assertThat(answer.completionTokens()).isEqualTo(300);
    }
  }

  @Test
  void logprobsTellHowLikelyTheModelThoughtItsTokens() {
    // When
    Document answer =
        answer(
            ENDLESS + ",\"temperature\":0,\"max_tokens\":5,\"logprobs\":true,\"top_logprobs\":3");
    // Then
    JsonNode tokens = answer.document().path("choices").get(0).path("logprobs").path("content");
    assertThat(tokens).isNotEmpty();
    for (JsonNode token : tokens) {
      assertThat(token.path("top_logprobs")).hasSize(3);
      double likeliest = token.path("top_logprobs").get(0).path("logprob").asDouble();
      assertThat(token.path("logprob").asDouble()).isLessThanOrEqualTo(likeliest);
      assertThat(likeliest).isBetween(-10.0, 0.0);
    }
  }

  @Test
  void aPromptOverTheWindowIsRefusedWithLimitAndCount() {
    assertRejected(
        ChatAnswers.ask("x ".repeat(600), ""),
        ErrorReason.CONTEXT_LENGTH_EXCEEDED,
        "512",
        "tokens");
    assertRejected(
        ChatAnswers.ask("x ".repeat(500_000), ""), ErrorReason.CONTEXT_LENGTH_EXCEEDED, "at least");
  }

  @Test
  void anAnswerMayFillTheWindowAndNoMore() {
    // Given
    Document asked = model.answer(ChatAnswers.ask("x ".repeat(100), "\"max_tokens\":1"));
    // When
    Document full =
        model.answer(ChatAnswers.ask("x ".repeat(100), ENDLESS + ",\"max_tokens\":100000"));
    // Then
    assertThat(full.completionTokens()).isEqualTo(Math.min(400, 512 - asked.promptTokens()));
    assertThat(full.finishReason()).isEqualTo("length");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"n\":9",
        "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\","
            + "\"strict\":true,\"schema\":{\"type\":\"string\",\"pattern\":\"a\"}}}"
      })
  void whatThisEngineCannotDoIsRefused(String more) {
    assertRejected(ChatAnswers.ask("hello", more), ErrorReason.UNSUPPORTED_VALUE, "model");
  }

  @Test
  void aBiasForNoTokenOfThisModelIsRefused() {
    assertRejected(
        ChatAnswers.ask("hello", "\"logit_bias\":{\"50256\":-100}"),
        ErrorReason.INVALID_VALUE,
        "50256");
  }

  @Test
  void whatKeepsAModelFromLoadingIsSaid() throws Exception {
    // Given
    Path broken = folder.resolve("broken.gguf");
    Files.writeString(broken, "GGUF but not really");
    // Then
    assertThatThrownBy(() -> engine(folder.resolve("none.gguf"), null))
        .isInstanceOf(EngineStartException.class)
        .hasMessageContaining("none.gguf");
    assertNeverReady(engine(broken, null), "broken.gguf");
    assertNeverReady(engine(file, "ab".repeat(32)), "checksum");
  }

  private static void assertNeverReady(LlamaCppEngine engine, String reason) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              EngineResult result =
                  engine.run(
                      EngineRuns.run(model.spec(), false, ChatAnswers.ask("hello", "")), _ -> {});
              EngineResult.Broken broken = (EngineResult.Broken) result;
              assertThat(broken.cause()).isEqualTo(Cause.ENGINE_ERROR);
              assertThat(broken.detail()).contains(reason);
            });
    assertThat(engine.ready()).isFalse();
    engine.close();
  }

  private static LlamaCppEngine engine(Path path, String sha256) {
    return (LlamaCppEngine)
        new LlamaCppEngineFactory(new LlamaCppProperties(folder), 2)
            .create(
                EngineRuns.model(
                    "other",
                    ModelKind.CHAT,
                    new ModelSpec.Capacity(1, 128, 64),
                    new EngineSpec.LlamaCpp(path.getFileName().toString(), sha256, 0)));
  }

  @Test
  void closingEndsWhatRuns() throws Exception {
    // Given
    ChatAnswers other = ChatAnswers.start(file.toString(), new ModelSpec.Capacity(1, 2048, 2000));
    CountDownLatch talking = new CountDownLatch(1);
    CompletableFuture<EngineResult> run =
        CompletableFuture.supplyAsync(
            () ->
                other.run(
                    "t",
                    true,
                    ChatAnswers.ask("hello", ENDLESS + ",\"max_tokens\":2000"),
                    new Cancellation(),
                    _ -> talking.countDown()));
    talking.await();
    // When
    other.close();
    // Then
    assertThat(run).succeedsWithin(Duration.ofSeconds(10)).isInstanceOf(EngineResult.Broken.class);
    assertThat(other.run(ChatAnswers.ask("hello", ""))).isInstanceOf(EngineResult.Broken.class);
  }
}
