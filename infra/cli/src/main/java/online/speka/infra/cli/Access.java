package online.speka.infra.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the admin API is, and the token that opens it.
record Access(URI server, String token) {

  private static final String URL_VARIABLE = "SPEKA_ADMIN_URL";
  private static final String TOKEN_VARIABLE = "SPEKA_ADMIN_TOKEN";
  private static final String DATA_DEFAULT = ".speka";
  private static final String READY = "ready.json";

  @Override
  public String toString() {
    return "Access[" + server + "]";
  }

  /// What was typed comes before the environment, and both before what local mode has written.
  static Access find(
      @Nullable String server,
      @Nullable Path tokenFile,
      @Nullable Path data,
      Map<String, String> environment) {
    String url = server != null ? server : environment.get(URL_VARIABLE);
    String token = tokenFile != null ? read(tokenFile).strip() : environment.get(TOKEN_VARIABLE);
    if (data != null || url == null || token == null) {
      Path ready = (data == null ? Path.of(DATA_DEFAULT) : data).resolve(READY);
      if (data != null || Files.exists(ready)) {
        JsonNode written = ready(ready);
        url = url == null || (data != null && server == null) ? text(written, "admin", ready) : url;
        token =
            token == null || (data != null && tokenFile == null)
                ? text(written, "admin_token", ready)
                : token;
      }
    }
    if (url == null || token == null) {
      throw new CliException(
          "Where is the admin API? Give --server and --token-file, or set "
              + URL_VARIABLE
              + " and "
              + TOKEN_VARIABLE
              + ", or --data with the data directory of a local start.");
    }
    return new Access(uri(url), token);
  }

  private static URI uri(String url) {
    try {
      URI uri = URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, with everything else that is no address.
    }
    throw new CliException(url + " is no address: give one like http://127.0.0.1:8082");
  }

  private static JsonNode ready(Path file) {
    try {
      return new JsonMapper().readTree(Files.readString(file));
    } catch (IOException e) {
      throw new CliException(
          file + " cannot be read: is the stack ready? It is written when it is.");
    } catch (JacksonException e) {
      throw new CliException(file + " is not what local mode writes.");
    }
  }

  private static String text(JsonNode ready, String field, Path file) {
    String text = ready.path(field).asString("");
    if (text.isEmpty()) {
      throw new CliException(file + " says no " + field + ": it is of an earlier version.");
    }
    return text;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CliException(file + " cannot be read: give a file that holds the token.");
    }
  }
}
