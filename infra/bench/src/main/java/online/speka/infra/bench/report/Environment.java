package online.speka.infra.bench.report;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What the numbers were measured on.
///
/// @param loadAverage of the last minute before the run: what else was going on
public record Environment(
    int cores, String cpu, String java, String kernel, long memoryBytes, double loadAverage) {

  public static Environment ofThisMachine() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new Environment(
        Runtime.getRuntime().availableProcessors(),
        fact("/proc/cpuinfo", "model name"),
        Runtime.version() + " " + System.getProperty("java.vm.vendor"),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        kilobytes(fact("/proc/meminfo", "MemTotal")) * 1024,
        system.getSystemLoadAverage());
  }

  private static String fact(String file, String key) {
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException _) {
      return "";
    }
  }

  private static long kilobytes(String text) {
    String digits = text.replaceAll("\\D", "");
    return digits.isEmpty() ? 0 : Long.parseLong(digits);
  }

  @Override
  public String toString() {
    return "%d cores, %s, Java %s, %s, load average before the run %s"
        .formatted(
            cores,
            cpu.isEmpty() ? "unknown CPU" : cpu,
            java,
            kernel,
            Numbers.fixed(loadAverage, 2));
  }
}
