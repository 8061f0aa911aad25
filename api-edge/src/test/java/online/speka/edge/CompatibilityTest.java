package online.speka.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** COMPATIBILITY.md names tests; they exist. */
class CompatibilityTest {
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    List<MatchResult> named =
        NAMED.matcher(Files.readString(Path.of("COMPATIBILITY.md"))).results().toList();

    assertThat(named).hasSizeGreaterThan(30);
    for (MatchResult test : named) {
      assertThat(source(test.group(1))).as(test.group()).contains("void " + test.group(2) + "(");
    }
  }

  private static String source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Path file =
          files
              .filter(one -> one.endsWith(name + ".java"))
              .findFirst()
              .orElseThrow(AssertionError::new);
      return Files.readString(file);
    }
  }
}
