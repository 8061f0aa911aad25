package online.speka.infra.services.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveIT {

  private static final Duration END_WAIT_MAX = Duration.ofSeconds(30);

  /** Prints where its own class came from. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      System.out.println(Child.class.getProtectionDomain().getCodeSource().getLocation());
    }
  }

  @Test
  void theFirstRunWritesAnArchiveThatTheNextOneReads(@TempDir Path directory) throws Exception {
    // Given
    ClassArchive archive = ClassArchive.in(directory.resolve("archives"));

    // When
    run(archive, directory);

    // Then
    Path written = archiveIn(directory);
    long size = Files.size(written);
    assertThat(size).isPositive();
    String output = run(archive, directory, "-Xlog:class+load:stdout");
    assertThat(output).contains(Child.class.getName() + " source: shared objects file (top)");
  }

  @Test
  void anArchiveThatWasCutShortIsWrittenAnew(@TempDir Path directory) throws Exception {
    // Given
    ClassArchive archive = ClassArchive.in(directory.resolve("archives"));
    run(archive, directory);
    Path written = archiveIn(directory);
    long size = Files.size(written);
    try (FileChannel file = FileChannel.open(written, StandardOpenOption.WRITE)) {
      file.truncate(size / 2);
    }

    // When
    run(archive, directory);

    // Then
    assertThat(Files.size(written)).isGreaterThan(size * 9 / 10);
  }

  @Test
  void whatBelongsToAnotherClassPathIsDeleted(@TempDir Path directory) throws IOException {
    // Given
    Path folder = Files.createDirectories(directory.resolve("archives"));
    Path old = Files.createFile(folder.resolve("core-01234567.jsa"));

    // When
    ClassArchive archive = ClassArchive.in(folder);

    // Then
    assertThat(old).doesNotExist();
    assertThat(archive.classPath()).doesNotContain("target/classes");
  }

  private static Path archiveIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("archives"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).findFirst().orElseThrow();
    }
  }

  private static String run(ClassArchive archive, Path directory, String... flags)
      throws Exception {
    ChildCommand command =
        JavaCommand.running("child", Child.class)
            .flags(flags)
            .classArchive(archive, "child", true)
            .build();
    ProcessBuilder builder = new ProcessBuilder(List.copyOf(command.arguments()));
    builder.environment().putAll(command.environment());
    Path output = directory.resolve("out");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(END_WAIT_MAX)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(output);
  }
}
