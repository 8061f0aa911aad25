package online.speka.infra.bench.stack;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// `ready.json` of a running platform, as far as the bench reads it.
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReadyFile(String api, String key, List<PlatformProcess> processes) {

  public ReadyFile {
    processes = List.copyOf(processes);
  }

  /// @param url absent if it serves none
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record PlatformProcess(String role, long pid, @Nullable String url) {}

  /// @throws StackException if it is not there or not readable
  public static ReadyFile read(Path file) {
    try {
      ReadyFile ready = JsonMapper.shared().readValue(file, ReadyFile.class);
      if (ready == null || ready.api() == null || ready.key() == null) {
        throw new StackException(file + " lacks api, key or processes.");
      }
      return ready;
    } catch (JacksonException e) {
      throw new StackException("Cannot read " + file + ": " + e.getOriginalMessage());
    }
  }

  public URI apiUri() {
    return URI.create(api.endsWith("/") ? api.substring(0, api.length() - 1) : api);
  }

  /// Of every process of a role.
  public List<URI> urls(String role) {
    return processes.stream()
        .filter(process -> process.role().equals(role))
        .map(PlatformProcess::url)
        .flatMap(url -> Optional.ofNullable(url).stream())
        .map(URI::create)
        .toList();
  }

  /// What the database is reached by.
  ///
  /// @throws StackException if there is none
  public String databaseUrl() {
    return processes.stream()
        .filter(process -> process.role().equals("postgres"))
        .map(PlatformProcess::url)
        .flatMap(url -> Optional.ofNullable(url).stream())
        .findFirst()
        .orElseThrow(() -> new StackException("ready.json has no address of postgres."));
  }

  /// `host:port` of the first process of a role, whatever scheme its url has.
  public Optional<String> address(String role) {
    return processes.stream()
        .filter(process -> process.role().equals(role))
        .map(PlatformProcess::url)
        .flatMap(url -> Optional.ofNullable(url).stream())
        .map(url -> url.replaceFirst("^[a-z]+://", "").replaceFirst("/.*$", ""))
        .findFirst();
  }
}
