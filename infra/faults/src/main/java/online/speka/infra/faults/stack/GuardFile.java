package online.speka.infra.faults.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A file of settings that every part reads when it starts: without which guard it is to work.
record GuardFile(Path path) {

  static GuardFile in(Path scratch) {
    return new GuardFile(scratch.resolve("guards.properties"));
  }

  /// Tells the parts of it.
  Map<String, String> environment() {
    return Map.of("SPRING_CONFIG_IMPORT", "file:" + path);
  }

  /// From the next start of a part on.
  ///
  /// @param guard its word; empty for none
  void doWithout(String guard) {
    try {
      Files.writeString(path, "speka.mutation=" + guard + "\n", StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + path, e);
    }
  }
}
