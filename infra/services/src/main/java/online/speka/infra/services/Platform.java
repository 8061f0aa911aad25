package online.speka.infra.services;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The system and processor that binaries are chosen for. */
record Platform(String system, String processor) {

  private static final Path ALPINE = Path.of("/etc/alpine-release");

  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String osName, String osArch) {
    String os = osName.toLowerCase(Locale.ROOT);
    String system = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : os;
    String processor =
        switch (osArch) {
          case "x86_64", "amd64" -> "amd64";
          case "aarch64", "arm64" -> "arm64";
          default -> osArch;
        };
    return new Platform(system, processor);
  }

  /** As the artifacts of {@code org.signal:embedded-redis} spell it. */
  String redisResource() {
    return "redis-server-7.0.15-" + this;
  }

  /** As the artifacts of {@code io.zonky.test.postgres} spell it. */
  String postgresResource() {
    String arch =
        processor.equals("arm64") ? "arm_64" : processor.equals("amd64") ? "x86_64" : processor;
    boolean musl = system.equals("linux") && Files.exists(ALPINE);
    return "postgres-" + system + "-" + arch + (musl ? "-alpine_linux" : "") + ".txz";
  }

  /**
   * How PostgreSQL brings all files of a cluster to disk, after its creation and after a crash: in
   * one call for the file system where there is one, else file by file, which on a busy disk takes
   * seconds.
   */
  String syncMethod() {
    return system.equals("linux") ? "syncfs" : "fsync";
  }

  @Override
  public String toString() {
    return system + "-" + processor;
  }
}
