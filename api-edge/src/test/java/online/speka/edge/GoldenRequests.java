package online.speka.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import online.speka.contract.catalog.JobKind;

/**
 * Requests and their answers as files: one folder a shape, with {@code request.json}, {@code
 * job.json} (what the edge makes of it), and {@code response.json} or {@code events.sse}.
 */
public final class GoldenRequests {
  public static final Path ROOT = Path.of("src/test/resources/golden");

  private GoldenRequests() {}

  public static Path root(JobKind kind) {
    return ROOT.resolve(kind.operation());
  }

  /** The folders of one endpoint. */
  public static List<Path> folders(JobKind kind) {
    try (Stream<Path> folders = Files.list(root(kind))) {
      return folders.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<byte[]> bodies(JobKind kind) {
    return folders(kind).stream().map(folder -> bytes(folder.resolve("request.json"))).toList();
  }

  public static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
