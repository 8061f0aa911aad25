package online.speka.worker.engine.simulator;

import static online.speka.worker.engine.simulator.Simulated.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import online.speka.contract.catalog.EngineSpec.Simulator.Faults;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.Cancellation;
import online.speka.worker.engine.EngineResult;
import online.speka.worker.engine.simulator.Simulated.Ran;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a simulated image model draws.
class SimulatorImagesTest {

  private final Simulated simulated = Simulated.images(spec(false, Faults.NONE));

  private static String body(String prompt, String... fields) {
    StringBuilder body = new StringBuilder("{\"model\": \"sim/images\", \"prompt\": \"");
    body.append(prompt).append('"');
    for (String field : fields) {
      body.append(", ").append(field);
    }
    return body.append("}").toString();
  }

  private JsonNode document(String prompt, String... fields) throws InterruptedException {
    return JsonMapper.shared().readTree(simulated.run(body(prompt, fields)).wire());
  }

  private static byte[] file(JsonNode document, int index) {
    return Base64.getDecoder()
        .decode(document.get("data").get(index).get("b64_json").stringValue());
  }

  @Test
  void aPictureHasTheSizeThatWasAskedFor() throws Exception {
    for (ImageSize size : List.of(new ImageSize(256, 256), new ImageSize(1024, 1536))) {
      // When
      JsonNode document = document("a cat", "\"size\": \"" + size + "\"");
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(file(document, 0)));

      // Then
      assertThat(image.getWidth()).isEqualTo(size.width());
      assertThat(image.getHeight()).isEqualTo(size.height());
    }
  }

  @Test
  void aJpegIsAJpegAndLosesMoreIfTold() throws Exception {
    String[] jpeg = {"\"output_format\": \"jpeg\"", "\"size\": \"256x256\""};
    JsonNode document = document("a cat", jpeg);
    byte[] best = file(document, 0);
    byte[] poor = file(document("a cat", jpeg[0], jpeg[1], "\"output_compression\": 10"), 0);
    assertThat(best).startsWith(0xFF, 0xD8, 0xFF);
    assertThat(poor).startsWith(0xFF, 0xD8, 0xFF).hasSizeLessThan(best.length / 2);
    assertThat(document.get("output_format").stringValue()).isEqualTo("jpeg");
  }

  @Test
  void equalRequestsGiveEqualBytesAndOthersAndFurtherImagesDoNot() throws InterruptedException {
    String[] small = {"\"size\": \"256x256\"", "\"n\": 2"};
    JsonNode first = document("a cat", small);
    assertThat(document("a cat", small)).isEqualTo(first);
    assertThat(file(first, 1)).isNotEqualTo(file(first, 0));
    assertThat(file(document("a dog", small), 0)).isNotEqualTo(file(first, 0));
  }

  @Test
  void thePromptsBeginningCanBeSeen() throws IOException, InterruptedException {
    // Given two prompts of the same beginning, and one of another
    BufferedImage one = image("a cat on a mat");
    BufferedImage other = image("a cat on a hat");

    // Then the words are drawn: white dots on a dark field, not the same ones
    assertThat(dots(one, 0xFFFFFF)).isGreaterThan(500).isNotEqualTo(dots(other, 0xFFFFFF));
    // and above them, in both, that it is simulated
    assertThat(dots(one, 0xFFD54A)).isGreaterThan(500).isEqualTo(dots(other, 0xFFD54A));
  }

  private BufferedImage image(String prompt) throws IOException, InterruptedException {
    return ImageIO.read(new ByteArrayInputStream(file(document(prompt), 0)));
  }

  private static long dots(BufferedImage image, int colour) {
    long dots = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        dots += (image.getRGB(x, y) & 0xFFFFFF) == colour ? 1 : 0;
      }
    }
    return dots;
  }

  @Test
  void anImageCostsATokenPerSquareOfSixteenPixels() throws InterruptedException {
    // When
    Ran ran = simulated.run(body("a cat", "\"n\": 2, \"quality\": \"hd\""));

    // Then
    JsonNode document = JsonMapper.shared().readTree(ran.wire());
    assertThat(ran.completed().usage())
        .isEqualTo(new Usage(2, 0, 2 * 64 * 64, 0, new Images(2, ImageSize.DEFAULT, "hd")));
    assertThat(document.get("usage").get("input_tokens").intValue()).isEqualTo(2);
    assertThat(document.get("usage").get("output_tokens").intValue()).isEqualTo(8192);
    assertThat(document.get("usage").get("total_tokens").intValue()).isEqualTo(8194);
    assertThat(document.get("size").stringValue()).isEqualTo("1024x1024");
  }

  @Test
  void aSizeThatTheInterfaceHasNoWordForIsNotNamed() throws InterruptedException {
    assertThat(document("a cat", "\"size\": \"512x512\"").has("size")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"size\": \"1000x1000\"' | INVALID_VALUE | size",
        "'\"size\": 3' | INVALID_TYPE | size",
        "'\"n\": 11' | INVALID_VALUE | n",
        "'\"n\": 0' | INVALID_VALUE | n",
        "'\"output_format\": \"webp\"' | UNSUPPORTED_VALUE | output_format",
        "'\"output_format\": \"gif\"' | INVALID_VALUE | output_format",
        "'\"response_format\": \"url\"' | UNSUPPORTED_VALUE | response_format",
        "'\"stream\": true' | UNSUPPORTED_VALUE | stream",
      })
  void whatCannotBeMadeIsRefusedByName(String field, ErrorReason reason, String param)
      throws InterruptedException {
    assertThat(simulated.run(body("a cat", field)).result())
        .isInstanceOfSatisfying(
            EngineResult.Rejected.class,
            rejected -> {
              assertThat(rejected.error().reason()).isEqualTo(reason);
              assertThat(rejected.error().param()).isEqualTo(param);
            });
  }

  @Test
  void anAnswerThatNobodyWaitsForIsNotDrawn() throws InterruptedException {
    Cancellation gone = new Cancellation();
    gone.cancel();
    assertThat(simulated.run(body("a cat"), 1, "acme", gone).result())
        .isEqualTo(new EngineResult.Cancelled(Usage.NONE));
  }

  @Test
  void aModelMeantToFailFails() throws InterruptedException {
    Simulated failing = Simulated.images(spec(false, new Faults(1, 0, 0, 0, true)));
    assertThat(failing.run(body("a cat")).result()).isInstanceOf(EngineResult.Broken.class);
    assertThat(failing.run(body("a cat"), 2, "acme", new Cancellation()).result())
        .isInstanceOf(EngineResult.Completed.class);
  }
}
