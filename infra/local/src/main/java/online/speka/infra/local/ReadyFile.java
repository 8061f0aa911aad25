package online.speka.infra.local;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/// `ready.json`: where everything is, for scripts. It exists only while the stack is ready.
record ReadyFile(
    String api,
    String console,
    String key,
    String adminUser,
    String adminPassword,
    String admin,
    String adminToken,
    List<RunningProcess> processes) {

  private static final String FILE = "ready.json";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  ReadyFile {
    processes = List.copyOf(processes);
  }

  /// One part or service. In the default stack several share a pid.
  record RunningProcess(String role, long pid, String url) {}

  String line() {
    return "READY api=" + api + " console=" + console + " key=" + key;
  }

  void write(Path data) {
    LocalFiles.replace(
        data.resolve(FILE), MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
  }

  static void delete(Path data) {
    LocalFiles.delete(data.resolve(FILE));
  }
}
