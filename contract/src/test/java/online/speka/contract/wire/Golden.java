package online.speka.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// Files that hold what is on the wire today. A difference means that processes of two versions no
/// longer understand each other. After a deliberate change run the tests with
/// `-Dspeka.golden.write=true` and review what git shows.
final class Golden {

  private static final Path FOLDER = Path.of("src/test/resources/wire");

  private Golden() {}

  static void assertText(String file, byte[] actual) {
    compare(file, new String(actual, StandardCharsets.UTF_8) + "\n");
  }

  static void assertBytes(String file, byte[] actual) {
    compare(file, HexFormat.of().formatHex(actual).replaceAll("(.{64})", "$1\n") + "\n");
  }

  private static void compare(String file, String actual) {
    Path path = FOLDER.resolve(file);
    try {
      if (Boolean.getBoolean("speka.golden.write")) {
        Files.writeString(path, actual);
      }
      assertThat(actual).as("wire format of %s", file).isEqualTo(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the golden file " + path, e);
    }
  }
}
