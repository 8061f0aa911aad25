package online.speka.testkit.services;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import online.speka.infra.services.process.ShutdownSequence;
import org.springframework.util.FileSystemUtils;

/** The choice of {@code -Dspeka.test.services}. */
enum TestServerKind {
  EMBEDDED,
  CONTAINERS;

  static final String PROPERTY = "speka.test.services";

  static TestServerKind chosen() {
    String value = System.getProperty(PROPERTY, "embedded");
    return switch (value) {
      case "embedded" -> EMBEDDED;
      case "containers" -> CONTAINERS;
      default ->
          throw new IllegalArgumentException(
              "-D%s=%s is neither embedded nor containers".formatted(PROPERTY, value));
    };
  }

  /** A new directory that goes when the JVM ends, after the server that is about to use it. */
  static Path temporaryDirectory(String name) {
    try {
      Path directory = Files.createTempDirectory("speka-test-" + name);
      var _ =
          ShutdownSequence.ofThisJvm()
              .add("directory of " + name, () -> FileSystemUtils.deleteRecursively(directory));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary directory", e);
    }
  }
}
