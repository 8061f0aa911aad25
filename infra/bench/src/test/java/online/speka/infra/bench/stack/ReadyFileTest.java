package online.speka.infra.bench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadyFileTest {

  @TempDir Path directory;

  private ReadyFile read(String json) throws IOException {
    return ReadyFile.read(Files.writeString(directory.resolve("ready.json"), json));
  }

  @Test
  void addressesAreFoundByRoleWhateverTheirScheme() throws IOException {
    ReadyFile ready =
        read(
            """
            {"api": "http://127.0.0.1:8080/v1", "console": "http://127.0.0.1:8081", "key": "sk-1",
             "admin_user": "a", "admin_password": "b", "processes": [
              {"role": "launcher", "pid": 1, "url": null},
              {"role": "kafka", "pid": 2, "url": "127.0.0.1:9092", "new": true},
              {"role": "redis", "pid": 3, "url": "redis://127.0.0.1:6379/0"}]}
            """);

    assertThat(ready.apiUri()).hasToString("http://127.0.0.1:8080/v1");
    assertThat(ready.address("kafka")).contains("127.0.0.1:9092");
    assertThat(ready.address("redis")).contains("127.0.0.1:6379");
    assertThat(ready.address("launcher")).isEmpty();
    assertThat(ready.address("postgres")).isEmpty();
  }

  @Test
  void aFileThatIsNotThereOrNoneSaysWhich() {
    assertThatThrownBy(() -> ReadyFile.read(directory.resolve("none.json")))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("none.json");
    assertThatThrownBy(() -> read("{")).isInstanceOf(StackException.class);
    assertThatThrownBy(() -> read("{\"api\": \"http://x/v1\"}")).isInstanceOf(StackException.class);
  }
}
