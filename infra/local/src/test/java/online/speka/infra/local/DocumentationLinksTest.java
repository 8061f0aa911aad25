package online.speka.infra.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentationLinksTest {

  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "ARCHITECTURE.md",
        "RATIONALE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "infra/bench/README.md"
      })
  void everyLinkLeadsToAFile(String document) throws IOException {
    // Given
    Path file = ROOT.resolve(document);
    List<String> broken = new ArrayList<>();
    // When
    Matcher links = LINK.matcher(Files.readString(file));
    while (links.find()) {
      String target = links.group(1);
      if (!target.contains("://") && !Files.exists(file.getParent().resolve(target))) {
        broken.add(target);
      }
    }
    // Then
    assertThat(broken).isEmpty();
  }
}
