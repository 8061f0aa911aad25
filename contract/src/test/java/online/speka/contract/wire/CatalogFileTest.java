package online.speka.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.ImagePrice;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Prices;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogFileTest {

  private static final String YAML =
      """
      models:
        - id: up/stream
          kind: chat
          owned_by: someone
          slots: 2
          context_tokens: 100
          prices: {prompt: 1, cached_prompt: 2, completion: 3}
          engine:
            http: {base_url: "http://127.0.0.1:9/v1", model: stream, unsupported: [tools, n]}
        - id: sim
          kind: embeddings
          owned_by: simulated
          context_tokens: 100
          prices: {prompt: 1, cached_prompt: 2, completion: 3}
          engine:
            simulator: {inter_token: PT0.02S, faults: {fail_attempts: 1, kill_at_token: 7}}
      """;

  @Test
  void readsModelsWithTheirEnginesAndDefaults() {
    // When
    Catalog catalog = CatalogFile.parse(YAML, "catalog.yaml");
    // Then
    assertThat(catalog.models())
        .extracting(m -> m.id().value())
        .containsExactly("up/stream", "sim");
    ModelSpec upstream = catalog.find("up/stream").orElseThrow();
    assertThat(upstream.kind()).isEqualTo(ModelKind.CHAT);
    assertThat(upstream.capacity()).isEqualTo(new ModelSpec.Capacity(2, 100, 100));
    assertThat(upstream.partitions()).isEqualTo(new ModelSpec.Partitions(1, 4));
    assertThat(upstream.engine())
        .isEqualTo(
            new EngineSpec.Http(
                URI.create("http://127.0.0.1:9/v1"),
                "stream",
                null,
                Duration.ofSeconds(2),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Set.of("tools", "n")));
    assertThat(catalog.find("sim").orElseThrow().engine())
        .isEqualTo(
            new EngineSpec.Simulator(
                Duration.ZERO,
                Duration.ofMillis(20),
                Duration.ZERO,
                1024,
                false,
                new EngineSpec.Simulator.Faults(1, 0, 0, 0, 7, true)));
  }

  @Test
  void readsEveryPriceAndTheOnesThatMayBeLeftOut() {
    // Given
    String prices =
        "prices: {prompt: 1, cached_prompt: 2, completion: 3, reasoning: 4, batch_discount_percent: 50,"
            + " images: [{price: 5}, {size: 512x512, quality: hd, price: 6}]}";
    String yaml =
        YAML.replace("kind: embeddings", "kind: images")
            .replaceFirst(
                "(?s)prices: \\{[^}]*}(.*)prices: \\{[^}]*}",
                "prices: {prompt: 1," + " cached_prompt: 2, completion: 3}$1" + prices);
    // When
    Catalog catalog = CatalogFile.parse(yaml, "catalog.yaml");
    // Then
    assertThat(catalog.find("up/stream").orElseThrow().prices())
        .isEqualTo(new Prices(1, 2, 3, 3, List.of(), 0));
    assertThat(catalog.find("sim").orElseThrow().prices())
        .isEqualTo(
            new Prices(
                1,
                2,
                3,
                4,
                List.of(
                    new ImagePrice(ImageSize.parse("512x512"), "hd", 6),
                    new ImagePrice(null, null, 5)),
                50));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          slots: 2 | slots: 0 | catalog.yaml:5: models[0].slots: | slots must be 1 to 4096, not 0
          slots: 2 | slots: many | catalog.yaml:5: models[0].slots: | many
          slots: 2 | slotz: 2 | catalog.yaml:5: models[0].slotz: | Unrecognized
          kind: chat | kind: chart | catalog.yaml:3: models[0].kind: | kind must be chat or embeddings or images, not chart
          owned_by: someone | created: yesterday | catalog.yaml:4: models[0].created: | yesterday
          owned_by: someone | slots: 2 | catalog.yaml:5 | Duplicate
          owned_by: someone\\n    slots: 2 | slots: 2 | catalog.yaml:2: models[0].owned_by: | owned_by is missing
          [tools, n] | [tools, thinking] | catalog.yaml:9: models[0].engine.http.unsupported | http.unsupported must name fields
          http: {base_url: "http://127.0.0.1:9/v1", model: stream, unsupported: [tools, n]} | onnx: {model: m, threads: 0, batch_max: 1} | catalog.yaml:9: models[0].engine.onnx | onnx.threads must be at least 1, not 0
          cached_prompt: 2, completion: 3}\\n    engine:\\n      http: | completion: 3}\\n    engine:\\n      http: | catalog.yaml:7: models[0].prices.cached_prompt: | prices.cached_prompt is missing
          completion: 3}\\n    engine:\\n      http: | completion: -3}\\n    engine:\\n      http: | catalog.yaml:7: models[0].prices.completion: | prices.completion must be 0 to 1000000000, not -3
          completion: 3}\\n    engine:\\n      http: | completion: 3, batch_discount_percent: 120}\\n    engine:\\n      http: | catalog.yaml:7: models[0].prices.batch_discount_percent: | must be 0 to 100, not 120
          completion: 3}\\n    engine:\\n      http: | completion: 3, reasonig: 2}\\n    engine:\\n      http: | catalog.yaml:7: models[0].prices.reasonig: | Unrecognized
          completion: 3}\\n    engine:\\n      http: | completion: 3, images: [{price: 1}]}\\n    engine:\\n      http: | catalog.yaml:7: models[0].prices.images: | prices.images is for models of kind images
          completion: 3}\\n    engine:\\n      http: | completion: 3, images: [{size: 3x3, price: 1}]}\\n    engine:\\n      http: | catalog.yaml:7: models[0].prices.images | prices.images.size must be one of
          id: sim | id: up/stream | catalog.yaml: models: | up/stream is listed twice
          """)
  void aMistakeIsReportedWithFileLineAndKey(String from, String to, String place, String reason) {
    // Given
    String wrong = YAML.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
    // Then
    assertThatThrownBy(() -> CatalogFile.parse(wrong, "catalog.yaml"))
        .isInstanceOf(CatalogException.class)
        .message()
        .startsWith(place)
        .contains(reason);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> CatalogFile.read(Path.of("no-such-catalog.yaml")))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("no-such-catalog.yaml: cannot be read");
  }

  @Test
  void notYamlAtAllIsReportedWithItsLine() {
    assertThatThrownBy(() -> CatalogFile.parse("models:\n  - {id: [", "catalog.yaml"))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("catalog.yaml:");
  }
}
