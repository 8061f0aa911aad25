package online.speka.infra.bench.stack;

import java.net.URI;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the admin API of a running platform is, and what opens it; from `ready.json`.
///
/// @param token of an operator that may do everything
public record AdminAddress(URI url, String token) {

  /// @throws StackException if the file does not say it
  public static AdminAddress read(Path readyFile) {
    try {
      JsonNode ready = JsonMapper.shared().readTree(readyFile);
      String url = ready.path("admin").asString("");
      String token = ready.path("admin_token").asString("");
      if (url.isEmpty() || token.isEmpty()) {
        throw new StackException(readyFile + " lacks admin or admin_token.");
      }
      return new AdminAddress(URI.create(url), token);
    } catch (JacksonException e) {
      throw new StackException("Cannot read " + readyFile + ": " + e.getOriginalMessage());
    }
  }
}
