package online.speka.infra.services.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Builds the command of a child JVM: this JVM's Java, this JVM's class path, another main class.
 */
public final class JavaCommand {

  private final String name;
  private final Class<?> mainClass;
  private final List<String> jvmFlags = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private String classPath = classPath(classPathEntries());

  private JavaCommand(String name, Class<?> mainClass) {
    this.name = name;
    this.mainClass = mainClass;
  }

  /** The main class has to call {@link ParentWatch#exitWithParent()} first. */
  public static JavaCommand running(String name, Class<?> mainClass) {
    return new JavaCommand(name, mainClass);
  }

  public JavaCommand flags(String... flags) {
    jvmFlags.addAll(List.of(flags));
    return this;
  }

  public JavaCommand property(String key, String value) {
    jvmFlags.add("-D" + key + "=" + value);
    return this;
  }

  public JavaCommand argument(String argument) {
    arguments.add(argument);
    return this;
  }

  public JavaCommand environment(String key, String value) {
    environment.put(key, value);
    return this;
  }

  /**
   * Starts faster from the second time on.
   *
   * @param kind processes of one kind share an archive
   * @param writes whether this one renews it when it ends; one process of a kind may
   */
  public JavaCommand classArchive(ClassArchive archive, String kind, boolean writes) {
    classPath = archive.classPath();
    jvmFlags.addAll(archive.flags(kind, writes));
    return this;
  }

  public ChildCommand build() {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvmFlags);
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("--sun-misc-unsafe-memory-access=allow");
    line.add("-XX:+ExitOnOutOfMemoryError");
    // Without it each JVM maps a file in /tmp, which is a stall whenever that disk is slow.
    line.add("-XX:-UsePerfData");
    line.add(mainClass.getName());
    line.addAll(arguments);
    // The class path goes through the environment: the command line stays short enough to be read
    // back when the
    // next start looks for leftovers, and by people.
    environment.put("CLASSPATH", classPath);
    environment.put(ParentWatch.ENABLED_VARIABLE, "true");
    return new ChildCommand(name, line, environment, Signal.TERM, ChildCommand.STOP_WAIT_MAX, true);
  }

  /** The child runs in its data directory, where relative entries would lead nowhere. */
  static List<Path> classPathEntries() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .toList();
  }

  static String classPath(List<Path> entries) {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
