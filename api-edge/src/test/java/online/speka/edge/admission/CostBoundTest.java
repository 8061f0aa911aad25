package online.speka.edge.admission;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.ImagePrice;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Prices;
import online.speka.contract.usage.Usage;
import online.speka.edge.TestCatalog;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.Prompt;
import online.speka.edge.validation.RequestReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostBoundTest {
  private static final int WINDOW = 8192;
  private static final int TEXT = -1;
  private static final RequestReader READER = new RequestReader(TestCatalog.catalog());

  @Test
  void aTextHasNoMoreTokensThanItsBodyHasBytes() {
    Prompt prompt = new Prompt(10, 1010, TEXT, 1, 1100, false);

    assertThat(tokens(JobKind.CHAT_COMPLETIONS, prompt)).isEqualTo(1100 + 256);
  }

  @Test
  void aPromptIsNoLongerThanItsWindow() {
    Prompt tooLong = new Prompt(10, 1_000_010, TEXT, 1, 1_000_100, false);

    assertThat(tokens(JobKind.CHAT_COMPLETIONS, tooLong)).isEqualTo(WINDOW);
  }

  @Test
  void whatIsNoTextMayFillTheWindow() {
    Prompt picture = new Prompt(10, 60, TEXT, 1, 100, true);

    assertThat(tokens(JobKind.CHAT_COMPLETIONS, picture)).isEqualTo(WINDOW);
  }

  @Test
  void tokensThatAreGivenAreCountedAndTheFieldsAroundThemAreText() {
    Prompt given = new Prompt(10, 5010, 900, 3, 5100, false);

    assertThat(tokens(JobKind.EMBEDDINGS, given)).isEqualTo(900 + 100 + 3 * 8);
  }

  @Test
  void everyPromptHasAWindowOfItsOwn() {
    Prompt three = new Prompt(10, 1_000_010, TEXT, 3, 1_000_100, false);

    assertThat(tokens(JobKind.COMPLETIONS, three)).isEqualTo(3 * WINDOW);
  }

  @Test
  void noUsageWithinTheCountsCostsMoreWhateverThePrices() {
    Random random = new Random(7);
    for (int i = 0; i < 10_000; i++) {
      // Given prices in any order: reading a cache may even be the dearer way
      Prices prices =
          new Prices(price(random), price(random), price(random), price(random), List.of(), 0);
      InferenceRequest request =
          request(
              JobKind.CHAT_COMPLETIONS,
              prices,
              new Prompt(0, 500, TEXT, 1, 500, false),
              random.nextLong(2000));
      long prompt = random.nextLong(500 + 256 + 1);
      long output = random.nextLong(request.outputTokensMax() + 1);
      Usage usage =
          new Usage(prompt, random.nextLong(prompt + 1), output, random.nextLong(output + 1));

      // Then
      assertThat(prices.charge(usage)).isLessThanOrEqualTo(CostBound.of(request));
    }
  }

  @Test
  void everyPictureHasAPriceBesideItsTokens() {
    // Given
    Prices prices = new Prices(0, 0, 1_000_000, 0, List.of(new ImagePrice(null, null, 70)), 0);
    Images images = new Images(3, ImageSize.DEFAULT, "hd");
    ModelSpec model =
        request(JobKind.IMAGE_GENERATIONS, prices, new Prompt(0, 9, TEXT, 1, 9, false), 0).model();

    // When
    InferenceRequest request =
        new InferenceRequest(
            JobKind.IMAGE_GENERATIONS,
            model,
            false,
            new Prompt(0, 9, TEXT, 1, 9, false),
            3 * ImageSize.DEFAULT.tokens(),
            images);

    // Then
    assertThat(CostBound.of(request).value()).isEqualTo(3 * (4096 + 70));
  }

  @Test
  void aFreeModelReservesNothing() {
    InferenceRequest request =
        request(JobKind.CHAT_COMPLETIONS, Prices.FREE, new Prompt(0, 9, TEXT, 1, 9, false), 1000);

    assertThat(CostBound.of(request)).isEqualTo(MicroCredits.ZERO);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"http://x/y.png\"}}",
        "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA==\",\"format\":\"wav\"}}",
        "{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}"
      })
  void picturesSoundsAndFilesInAChatAreSeen(String part) {
    assertThat(chat("[" + part + "]").prompt().media()).isTrue();
  }

  @Test
  void aTextThatSpeaksOfPicturesIsAText() {
    assertThat(chat("[{\"type\":\"text\",\"text\":\"image_url\"}]").prompt().media()).isFalse();
    assertThat(chat("\"image_url\"").prompt().media()).isFalse();
  }

  @Test
  void aPartIsBoundedByItsOwnBody() {
    // Given
    InferenceRequest whole =
        request(
            JobKind.EMBEDDINGS,
            new Prices(1_000_000, 1_000_000, 0),
            new Prompt(20, 4020, 1000, 10, 4100, false),
            0);

    // When
    InferenceRequest part = whole.withPrompt(20, 1220, 300, 3);

    // Then
    assertThat(part.prompt().bodyBytes()).isEqualTo(1300);
    assertThat(CostBound.of(part).value()).isEqualTo(300 + 100 + 3 * 8);
  }

  private static long price(Random random) {
    return random.nextLong(Prices.PRICE_MAX + 1);
  }

  private static long tokens(JobKind kind, Prompt prompt) {
    return CostBound.promptTokensMax(request(kind, Prices.FREE, prompt, 0));
  }

  private static InferenceRequest request(JobKind kind, Prices prices, Prompt prompt, long output) {
    ModelSpec model =
        new ModelSpec(
            new ModelId("m"),
            kind == JobKind.IMAGE_GENERATIONS ? ModelKind.IMAGES : ModelKind.CHAT,
            "us",
            Instant.EPOCH,
            new ModelSpec.Capacity(1, WINDOW, 1000),
            new ModelSpec.Partitions(1, 1),
            prices,
            TestCatalog.catalog().find(TestCatalog.CHAT).orElseThrow().engine());
    return new InferenceRequest(kind, model, false, prompt, output);
  }

  private static InferenceRequest chat(String content) {
    byte[] body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":%s}]}"
            .formatted(TestCatalog.CHAT, content)
            .getBytes(UTF_8);
    return READER.read(JobKind.CHAT_COMPLETIONS, body, principal("acme", "k").build());
  }
}
