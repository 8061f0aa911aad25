package online.speka.infra.services.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Parsed classes that child JVMs keep from one start to the next (JEP 350, dynamic archives of
 * class data sharing), which halves the processor time of a start.
 *
 * <p>An archive fits one class path and one JVM, and bears both in its name; a process that finds
 * none writes it when it ends. The JVM takes no directory on an archived class path, so each is
 * packed as a jar, under a name that changes with its content.
 */
public final class ClassArchive {

  private static final String JAR = ".jar";
  private static final String ARCHIVE = ".jsa";

  private final Path folder;
  private final String classPath;

  private ClassArchive(Path folder, String classPath) {
    this.folder = folder;
    this.classPath = classPath;
  }

  /** Archives of this JVM's class path, kept in this folder. */
  public static ClassArchive in(Path folder) {
    try {
      Files.createDirectories(folder);
      List<Path> entries = new ArrayList<>();
      for (Path entry : JavaCommand.classPathEntries()) {
        entries.add(Files.isDirectory(entry) ? packed(entry, folder) : entry);
      }
      ClassArchive archive = new ClassArchive(folder, JavaCommand.classPath(entries));
      deleteOthers(folder, file -> entries.contains(file) || archive.isMine(file));
      return archive;
    } catch (IOException e) {
      throw new ServiceException(
          "Cannot write to " + folder + ": " + e.getMessage() + ". Check access and space.", e);
    }
  }

  String classPath() {
    return classPath;
  }

  /** The archive of one kind of process. Several processes may read it, one may write it. */
  List<String> flags(String kind, boolean writes) {
    Path archive = folder.resolve(kind + "-" + version() + ARCHIVE);
    List<String> flags = new ArrayList<>();
    if (writes) {
      // Checks what is there, and writes it anew where a JVM was killed while writing.
      flags.add("-XX:+AutoCreateSharedArchive");
    }
    flags.add("-XX:SharedArchiveFile=" + archive);
    // What it says of classes that cannot be archived is of no use to anybody here.
    flags.add("-Xlog:cds*=off");
    flags.add("-Xlog:aot*=off");
    return flags;
  }

  /** Changes with the class path and with the JVM, as what is archived does. */
  private String version() {
    return checksum(classPath + System.getProperty("java.vm.version"));
  }

  private boolean isMine(Path file) {
    return file.toString().endsWith(version() + ARCHIVE);
  }

  private static String checksum(String text) {
    CRC32 checksum = new CRC32();
    checksum.update(text.getBytes(UTF_8));
    return "%08x".formatted(checksum.getValue());
  }

  private static Path packed(Path classes, Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(classes)) {
      files = walk.filter(file -> !file.equals(classes)).sorted().toList();
    }
    Path jar = folder.resolve(name(classes, files) + JAR);
    if (!Files.exists(jar)) {
      Path unfinished = Files.createTempFile(folder, "packing", null);
      pack(classes, files, unfinished);
      Files.move(unfinished, jar, StandardCopyOption.ATOMIC_MOVE);
    }
    return jar;
  }

  /** The same for the same files, as far as size and time can tell. */
  private static String name(Path classes, List<Path> files) throws IOException {
    StringBuilder state = new StringBuilder(classes.toString());
    for (Path file : files) {
      state.append(file).append(Files.size(file)).append(Files.getLastModifiedTime(file));
    }
    return "classes-" + checksum(state.toString());
  }

  private static void pack(Path classes, List<Path> files, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(out)) {
      for (Path file : files) {
        boolean directory = Files.isDirectory(file);
        String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
        // Packages are scanned for classes, which needs entries for directories too.
        jar.putNextEntry(new JarEntry(directory ? name + "/" : name));
        if (!directory) {
          Files.copy(file, jar);
        }
        jar.closeEntry();
      }
    }
  }

  private static void deleteOthers(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(wanted.negate()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
