package online.speka.worker.engine.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.simulator.Simulated.Ran;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulatorEmbeddingsTest {

  private final Simulated simulated = Simulated.embeddings(384);

  @Test
  void vectorsAreUnitVectorsInTheOrderOfTheInputs() throws InterruptedException {
    List<float[]> vectors = vectors("[\"one\", \"two\", \"!?\", \"one\"]");
    assertThat(vectors).hasSize(4).allMatch(vector -> vector.length == 384);
    assertThat(vectors)
        .allSatisfy(vector -> assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-5)));
    assertThat(vectors.get(0)).isEqualTo(vectors.get(3)).isNotEqualTo(vectors.get(1));
  }

  @Test
  void textsThatShareWordsAreCloser() throws InterruptedException {
    List<float[]> vectors =
        vectors(
            """
            ["The cat sleeps on the warm sofa", "A cat sleeping on a sofa",
             "Interest rates were raised by the central bank"]
            """);
    assertThat(cosine(vectors.get(0), vectors.get(1)))
        .isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + 0.3);
  }

  @Test
  void base64AndFloatAreTheSameNumbersAndTheReference() throws InterruptedException {
    // Given
    String body = "{\"model\": \"sim/embed\", \"input\": [\"héllo wörld\", \"🚀\"]";

    // When
    JsonNode floats = JsonMapper.shared().readTree(simulated.run(body + "}").wire());
    JsonNode base64 =
        JsonMapper.shared()
            .readTree(simulated.run(body + ", \"encoding_format\": \"base64\"}").wire());

    // Then
    List<float[]> reference =
        SimulatorReference.vectors(simulated.model(), (body + "}").getBytes(UTF_8));
    for (int i = 0; i < 2; i++) {
      assertThat(array(floats.get("data").get(i).get("embedding"))).isEqualTo(reference.get(i));
      byte[] bytes =
          Base64.getDecoder().decode(base64.get("data").get(i).get("embedding").stringValue());
      float[] decoded = new float[bytes.length / 4];
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(decoded);
      assertThat(decoded).isEqualTo(reference.get(i));
    }
  }

  @Test
  void fewerDimensionsAreTheBeginningOfTheVectorMadeAUnitVectorAgain() throws InterruptedException {
    float[] whole = vectors("\"a longer text than one word\"").getFirst();
    float[] half = vectors("\"a longer text than one word\", \"dimensions\": 100").getFirst();
    assertThat(half).hasSize(100);
    assertThat(cosine(half, half)).isCloseTo(1, within(1e-5));
    double factor = half[0] / whole[0];
    for (int i = 0; i < half.length; i++) {
      assertThat((double) half[i]).isCloseTo(whole[i] * factor, within(1e-5));
    }
  }

  @Test
  void moreDimensionsThanThereAreAreRefused() throws InterruptedException {
    assertThat(rejected("\"x\", \"dimensions\": 385").reason())
        .isEqualTo(ErrorReason.INVALID_VALUE);
    assertThat(rejected("\"x\", \"dimensions\": 385").param()).isEqualTo("dimensions");
  }

  @Test
  void tokensAreEmbeddedToo() throws InterruptedException {
    List<float[]> vectors = vectors("[[1, 2, 3], [1, 2, 3], [1, 2, 4], [77, 88, 99]]");
    assertThat(vectors.get(0)).isEqualTo(vectors.get(1));
    assertThat(cosine(vectors.get(0), vectors.get(2)))
        .isGreaterThan(cosine(vectors.get(0), vectors.get(3)) + 0.3);
  }

  @Test
  void usageIsTheSumOfTheInputs() throws InterruptedException {
    assertThat(run("[\"one two\", \"three\"]").completed().usage()).isEqualTo(Usage.of(3, 0));
    assertThat(run("[5, 6, 7, 8]").completed().usage()).isEqualTo(Usage.of(4, 0));
  }

  @Test
  void anInputThatIsTooLongIsRefused() throws InterruptedException {
    String tooLong = "[\"short\", \"" + "word ".repeat(65) + "\"]";
    assertThat(rejected(tooLong).reason()).isEqualTo(ErrorReason.CONTEXT_LENGTH_EXCEEDED);
    assertThat(rejected(tooLong).param()).isEqualTo("input");
  }

  @Test
  void aCancelledRunCostsNothing() throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    Ran ran =
        simulated.run("{\"model\": \"sim/embed\", \"input\": \"x\"}", 1, "acme", cancellation);
    assertThat(ran.result()).isEqualTo(new EngineResult.Cancelled(Usage.NONE));
  }

  private online.speka.contract.error.ApiError rejected(String input) throws InterruptedException {
    return ((EngineResult.Rejected) run(input).result()).error();
  }

  private Ran run(String input) throws InterruptedException {
    return simulated.run("{\"model\": \"sim/embed\", \"input\": " + input + "}");
  }

  private List<float[]> vectors(String input) throws InterruptedException {
    JsonNode answer = JsonMapper.shared().readTree(run(input).wire());
    List<float[]> vectors = new ArrayList<>();
    for (JsonNode element : answer.get("data")) {
      assertThat(element.get("index").intValue()).isEqualTo(vectors.size());
      vectors.add(array(element.get("embedding")));
    }
    return vectors;
  }

  private static float[] array(JsonNode node) {
    float[] array = new float[node.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = Float.parseFloat(node.get(i).toString());
    }
    return array;
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
    }
    return dot;
  }
}
