package online.speka.infra.bench.report;

import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Results for other programs.
public final class JsonFile {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private JsonFile() {}

  /// @throws IllegalStateException if the file cannot be written
  public static void write(Path file, Object result) {
    try {
      MAPPER.writeValue(file, result);
    } catch (JacksonException e) {
      throw new IllegalStateException("cannot write " + file + ": " + e.getOriginalMessage(), e);
    }
  }
}
