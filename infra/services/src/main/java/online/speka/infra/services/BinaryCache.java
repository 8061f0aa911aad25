package online.speka.infra.services;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import online.speka.infra.services.process.ServiceException;

/**
 * Native programs, unpacked once for each user from the artifacts on the class path.
 *
 * <p>Keyed by the checksum of the packed file, so an upgrade never meets an old program. Unpacked
 * beside its place and moved in one step: a reader sees all of it or nothing, also when several
 * processes unpack at once.
 */
final class BinaryCache {

  private static final String SETTING = "SPEKA_CACHE";

  /** Writes the content of a packed resource into an empty directory. */
  @FunctionalInterface
  interface Unpacking {
    void into(Path directory, InputStream packed) throws IOException;
  }

  private final Path root;

  BinaryCache(Path root) {
    this.root = root;
  }

  static BinaryCache ofThisUser() {
    String set = System.getenv(SETTING);
    String xdg = System.getenv("XDG_CACHE_HOME");
    if (set != null && !set.isBlank()) {
      return new BinaryCache(Path.of(set));
    }
    Path caches =
        xdg != null && !xdg.isBlank()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".cache");
    return new BinaryCache(caches.resolve("speka"));
  }

  /** The directory that holds the unpacked resource. */
  Path directoryOf(String program, String resource, Unpacking unpacking) {
    URL packed =
        Optional.ofNullable(BinaryCache.class.getResource("/" + resource))
            .orElseThrow(
                () ->
                    new ServiceException(
                        "There is no %s for %s on the class path: use Linux or macOS on amd64 or arm64, or the containers of infra/compose."
                            .formatted(program, Platform.current())));
    try {
      URLConnection connection = packed.openConnection();
      Path place = root.resolve(program + "-" + checksum(connection));
      return Files.isDirectory(place) ? place : unpack(connection, place, unpacking);
    } catch (IOException e) {
      throw new ServiceException(
          "Cannot unpack %s into %s (%s): make it writable, free some space, or set %s to another directory."
              .formatted(program, root, e, SETTING),
          e);
    }
  }

  private static String checksum(URLConnection connection) throws IOException {
    return connection instanceof JarURLConnection jar
        ? Long.toHexString(jar.getJarEntry().getCrc())
        : Long.toHexString(connection.getContentLengthLong());
  }

  private Path unpack(URLConnection connection, Path place, Unpacking unpacking)
      throws IOException {
    Files.createDirectories(root);
    Path draft = Files.createTempDirectory(root, place.getFileName() + ".unpacking");
    try (InputStream in = connection.getInputStream()) {
      unpacking.into(draft, in);
      Files.move(draft, place);
    } catch (IOException e) {
      delete(draft);
      if (!Files.isDirectory(place)) {
        throw e;
      }
      // Another process was faster; its copy is the same.
    }
    return place;
  }

  private static void delete(Path tree) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> found = Files.walk(tree)) {
      deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
