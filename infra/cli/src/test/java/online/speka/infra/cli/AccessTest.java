package online.speka.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("SPEKA_ADMIN_URL", "http://environment:1", "SPEKA_ADMIN_TOKEN", "of-environment");

  @TempDir private Path directory;

  @Test
  void whatIsTypedComesBeforeTheEnvironment() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "of-file\n");

    Access access = Access.find("http://typed:2/", token, null, ENVIRONMENT);

    assertThat(access.server()).hasToString("http://typed:2");
    assertThat(access.token()).isEqualTo("of-file");
    assertThat(Access.find(null, null, null, ENVIRONMENT).token()).isEqualTo("of-environment");
  }

  @Test
  void aDataDirectoryThatIsTypedComesBeforeTheEnvironmentToo() throws IOException {
    Files.writeString(
        directory.resolve("ready.json"),
        "{\"admin\": \"http://127.0.0.1:3\", \"admin_token\": \"of-ready\"}");

    Access access = Access.find(null, null, directory, ENVIRONMENT);

    assertThat(access.server()).hasToString("http://127.0.0.1:3");
    assertThat(access.token()).isEqualTo("of-ready");
  }

  @Test
  void whoSaysNothingIsToldWhatToSay() {
    assertThatThrownBy(() -> Access.find("http://typed:2", null, directory, Map.of()))
        .hasMessageContaining("is the stack ready?");
    assertThatThrownBy(() -> Access.find("ftp://x", null, null, ENVIRONMENT))
        .hasMessageContaining("http://127.0.0.1:8082");
  }

  @Test
  void theTokenIsInNoText() {
    assertThat(Access.find(null, null, null, ENVIRONMENT)).asString().doesNotContain("of-env");
  }
}
