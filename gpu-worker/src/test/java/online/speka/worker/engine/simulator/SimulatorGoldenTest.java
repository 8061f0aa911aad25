package online.speka.worker.engine.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.worker.engine.simulator.Simulated.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import online.speka.contract.catalog.EngineSpec.Simulator.Faults;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.simulator.Simulated.Ran;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// One folder of `wire/simulator` is one request and what a client gets, byte for byte:
/// `request.json`, then `events.sse` or `response.json`, and `usage.json`. After a deliberate
/// change run with `-Dspeka.golden.write=true` and review what git shows.
class SimulatorGoldenTest {

  private static final Path FOLDER = Path.of("src/test/resources/wire/simulator");

  @TestFactory
  Stream<DynamicTest> answersAreByteForByteWhatTheFilesSay() throws IOException {
    return Files.list(FOLDER)
        .sorted()
        .map(
            folder ->
                DynamicTest.dynamicTest(folder.getFileName().toString(), () -> compare(folder)));
  }

  @Test
  void everyShapeIsTested() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      assertThat(folders).hasSizeGreaterThanOrEqualTo(19);
    }
  }

  private static void compare(Path folder) throws Exception {
    // Given
    String body = Files.readString(folder.resolve("request.json"));
    String name = folder.getFileName().toString();

    // When
    Ran ran = run(name, body);

    // Then
    boolean stream = body.contains("\"stream\": true");
    String wire = stream ? ran.wire() : head(ran.wire()) + "\n";
    compare(folder.resolve(stream ? "events.sse" : "response.json"), wire);
    compare(folder.resolve("usage.json"), json(ran.completed().usage()));
  }

  private static Ran run(String name, String body) throws InterruptedException {
    return switch (name.split("-")[0]) {
      case "chat" ->
          Simulated.chat(spec(body.contains("sim/reasoning"), Faults.NONE), new Delays(0, 0, 0))
              .run(body);
      case "completions" -> Simulated.chat().run(JobKind.COMPLETIONS, body);
      case "embeddings" -> Simulated.embeddings(8).run(body);
      case "images" -> Simulated.images(spec(false, Faults.NONE)).run(body);
      default -> throw new IllegalArgumentException(name);
    };
  }

  /// Of an image, what every compressor writes alike: the file's mark and the picture's size.
  private static String head(String wire) {
    return wire.replaceAll("(\"b64_json\":\"[^\"]{44})[^\"]*", "$1");
  }

  private static String json(Usage usage) {
    return """
        {
          "promptTokens": %d,
          "cachedPromptTokens": %d,
          "completionTokens": %d,
          "reasoningTokens": %d
        }
        """
        .formatted(
            usage.promptTokens(),
            usage.cachedPromptTokens(),
            usage.completionTokens(),
            usage.reasoningTokens());
  }

  private static void compare(Path file, String actual) throws IOException {
    if (Boolean.getBoolean("speka.golden.write")) {
      Files.writeString(file, actual);
    }
    assertThat(actual.getBytes(UTF_8)).as("%s", file).isEqualTo(Files.readAllBytes(file));
  }
}
