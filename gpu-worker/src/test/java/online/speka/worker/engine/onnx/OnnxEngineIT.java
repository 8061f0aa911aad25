package online.speka.worker.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.EngineResult.Completed;
import online.speka.worker.engine.EngineResult.Rejected;
import online.speka.worker.engine.EngineRuns;
import online.speka.worker.engine.EngineStartException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The engine with the real model, as the catalog of local mode has it.
@Timeout(120)
class OnnxEngineIT {

  private static final String MODEL = "all-minilm-l6-v2";
  private static final ModelSpec SPEC = spec("all-minilm-l6-v2-q");
  private static final JsonMapper JSON = JsonMapper.shared();
  private static Engine engine;

  @BeforeAll
  static void start() {
    engine = engine(SPEC);
    await().atMost(Duration.ofSeconds(30)).until(engine::ready);
  }

  @AfterAll
  static void close() {
    engine.close();
    assertThat(engine.ready()).isFalse();
  }

  private static ModelSpec spec(String resource) {
    return EngineRuns.model(
        MODEL,
        ModelKind.EMBEDDINGS,
        new ModelSpec.Capacity(16, 256, 0),
        new EngineSpec.Onnx(resource, 2, 32));
  }

  private static Engine engine(ModelSpec spec) {
    return new OnnxEngineFactory(new OnnxProperties(512, 65_536)).create(spec);
  }

  private static EngineResult run(String body, Cancellation cancellation) {
    try {
      return engine.run(
          EngineRuns.run(SPEC, "tenant-a", false, body, cancellation),
          _ -> {
            throw new IllegalStateException("a document is an answer's last bytes");
          });
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EngineResult run(String body) {
    return run(body, new Cancellation());
  }

  private static JsonNode document(EngineResult result) {
    assertThat(result).isInstanceOf(Completed.class);
    return JSON.readTree(((Completed) result).lastBytes());
  }

  private static List<float[]> vectors(JsonNode document) {
    List<float[]> vectors = new ArrayList<>();
    for (JsonNode item : document.path("data")) {
      assertThat(item.path("index").asInt()).isEqualTo(vectors.size());
      float[] vector = new float[item.path("embedding").size()];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = item.path("embedding").get(i).floatValue();
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static float[] vector(String text) {
    return vectors(document(run("{\"model\":\"m\",\"input\":\"" + text + "\"}"))).getFirst();
  }

  private static double cosine(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void relatedSentencesAreCloserThanUnrelatedOnes() {
    // When
    List<float[]> vectors =
        vectors(
            document(
                run(
                    """
                    {"model":"m","input":["How do I reset my password?",
                     "I forgot my login credentials","The cat sat on the mat"]}""")));
    // Then
    assertThat(vectors).hasSize(3).allSatisfy(v -> assertThat(v).hasSize(384));
    assertThat(cosine(vectors.get(0), vectors.get(0))).isCloseTo(1, within(1e-4));
    assertThat(cosine(vectors.get(0), vectors.get(1))).isGreaterThan(0.5);
    assertThat(cosine(vectors.get(0), vectors.get(2))).isLessThan(0.2);
  }

  @Test
  void aTextHasTheSameVectorWhateverRunsBesideIt() {
    // Given
    float[] alone = vector("Tokens stream to the client.");
    // When
    String many =
        IntStream.range(0, 99)
            .mapToObj(i -> "\"filler number " + i + "\"")
            .collect(Collectors.joining(","));
    List<float[]> vectors =
        vectors(
            document(
                run(
                    "{\"model\":\"m\",\"input\":["
                        + many
                        + ",\"Tokens stream to the client.\"]}")));
    // Then
    assertThat(vectors).hasSize(100);
    assertThat(vectors.getLast()).containsExactly(alone);
  }

  @Test
  void base64CarriesTheSameNumbersAsFloats() {
    // Given
    float[] floats = vector("hello");
    // When
    JsonNode document =
        document(run("{\"model\":\"m\",\"input\":\"hello\",\"encoding_format\":\"base64\"}"));
    // Then
    byte[] bytes =
        Base64.getDecoder().decode(document.path("data").get(0).path("embedding").asString());
    float[] decoded = new float[384];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(decoded);
    assertThat(decoded).containsExactly(floats);
  }

  @Test
  void tokensAreCountedAsTheModelComputesThem() {
    // When: hello + world and the two tokens of the frame, then one word and the frame
    EngineResult result = run("{\"model\":\"m\",\"input\":[\"hello world\",\"hello\"]}");
    // Then
    assertThat(((Completed) result).usage()).isEqualTo(Usage.of(4 + 3, 0));
    assertThat(document(result).path("usage").path("prompt_tokens").asInt()).isEqualTo(7);
    assertThat(document(result).path("usage").path("total_tokens").asInt()).isEqualTo(7);
    assertThat(document(result).path("model").asString()).isEqualTo(MODEL);
  }

  @Test
  void theModelsOwnTokensGiveTheVectorOfTheirText() {
    // Given
    float[] ofText = vector("hello world");
    // When: framed by the caller, and not
    JsonNode document =
        document(run("{\"model\":\"m\",\"input\":[[7592,2088],[101,7592,2088,102]]}"));
    // Then
    assertThat(vectors(document).get(0)).containsExactly(ofText);
    assertThat(vectors(document).get(1)).containsExactly(ofText);
  }

  @Test
  void tokensOfAnotherVocabularyAreRefused() {
    EngineResult result = run("{\"model\":\"m\",\"input\":[[15339,100257]]}");
    assertThat(((Rejected) result).error().reason()).isEqualTo(ErrorReason.INVALID_VALUE);
    assertThat(((Rejected) result).error().message()).contains("100257", "0 to 30521");
  }

  @Test
  void anInputOverTheWindowIsRefusedWithLimitAndCountNeverCut() {
    // Given
    String fits = "hello ".repeat(254);
    String over = "hello ".repeat(255);
    String farOver = "hello ".repeat(100_000);
    // Then
    assertThat(run("{\"model\":\"m\",\"input\":\"" + fits + "\"}")).isInstanceOf(Completed.class);
    EngineResult refused = run("{\"model\":\"m\",\"input\":[\"x\",\"" + over + "\"]}");
    assertThat(((Rejected) refused).error().reason())
        .isEqualTo(ErrorReason.CONTEXT_LENGTH_EXCEEDED);
    assertThat(((Rejected) refused).error().message()).contains("256", "257", "input[1]");
    assertThat(((Rejected) refused).error().param()).isEqualTo("input");
    EngineResult farRefused = run("{\"model\":\"m\",\"input\":\"" + farOver + "\"}");
    assertThat(((Rejected) farRefused).error().message()).contains("at least");
  }

  @Test
  void dimensionsTheModelCannotMakeAreRefused() {
    EngineResult refused = run("{\"model\":\"m\",\"input\":\"x\",\"dimensions\":256}");
    assertThat(((Rejected) refused).error().reason()).isEqualTo(ErrorReason.UNSUPPORTED_VALUE);
    assertThat(((Rejected) refused).error().param()).isEqualTo("dimensions");
    assertThat(run("{\"model\":\"m\",\"input\":\"x\",\"dimensions\":384}"))
        .isInstanceOf(Completed.class);
  }

  @Test
  void aJobOfOneInputOvertakesAJobOfManyAndACancelledJobEndsAtOnce() {
    // Given
    String many =
        IntStream.range(0, 2048)
            .mapToObj(
                i ->
                    "\"a rather long text about the number "
                        + i
                        + ", its divisors and its neighbours\"")
            .collect(Collectors.joining(","));
    Cancellation cancellation = new Cancellation();
    CompletableFuture<EngineResult> large =
        CompletableFuture.supplyAsync(
            () -> run("{\"model\":\"m\",\"input\":[" + many + "]}", cancellation));
    // When
    float[] vector = vector("hello");
    // Then
    assertThat(vector).hasSize(384);
    assertThat(large).isNotDone();
    // When
    cancellation.cancel();
    // Then
    assertThat(large)
        .succeedsWithin(Duration.ofSeconds(10))
        .isInstanceOf(EngineResult.Cancelled.class);
  }

  @Test
  void aModelThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> engine(spec("no-such-model")))
        .isInstanceOf(EngineStartException.class)
        .hasMessageContaining("/no-such-model.onnx");
  }

  @Test
  void aBodyThatIsNoRequestIsRejected() {
    assertThat(run("{\"model\":\"m\"}")).isInstanceOf(Rejected.class);
  }
}
