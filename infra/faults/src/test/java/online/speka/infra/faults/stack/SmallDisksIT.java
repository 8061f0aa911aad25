package online.speka.infra.faults.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import online.speka.infra.faults.nemesis.Component;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mounts a real file system, where this machine lets it.
class SmallDisksIT {

  @TempDir Path data;

  @Test
  void aFullDiskTakesNoByteUntilItIsFreed() throws IOException {
    assumeTrue(SmallDisks.areThere(data), "a tmpfs can be mounted");
    try (SmallDisks disks = SmallDisks.mount(data, Set.of(Component.POSTGRES))) {
      // Given a server that has written something
      Path file = data.resolve("postgres/wal");
      Files.write(file, new byte[100_000]);

      // When
      disks.fill(Component.POSTGRES);

      // Then
      assertThatThrownBy(() -> Files.write(data.resolve("postgres/more"), new byte[1]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space");

      // When
      Files.delete(file);
      disks.fill(Component.POSTGRES);
      assertThatThrownBy(() -> Files.write(file, new byte[1])).isInstanceOf(IOException.class);
      disks.free(Component.POSTGRES);

      // Then
      Files.write(file, new byte[100_000]);
      assertThat(file).hasSize(100_000);
    }
    assertThat(data.resolve("postgres")).isEmptyDirectory();
  }

  @Test
  void aServerWithoutOneCannotBeFilled() {
    try (SmallDisks none = SmallDisks.mount(data, Set.of())) {
      assertThatThrownBy(() -> none.fill(Component.KAFKA))
          .isInstanceOf(IllegalStateException.class);
    }
  }
}
