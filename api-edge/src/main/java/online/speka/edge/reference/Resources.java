package online.speka.edge.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Files of this package on the class path.
final class Resources {
  private static final String FOLDER = "/reference/";

  private Resources() {}

  static byte[] read(String name) {
    try (InputStream file = Resources.class.getResourceAsStream(FOLDER + name)) {
      if (file == null) {
        throw new IllegalStateException("not on the class path: " + FOLDER + name);
      }
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FOLDER + name, e);
    }
  }
}
