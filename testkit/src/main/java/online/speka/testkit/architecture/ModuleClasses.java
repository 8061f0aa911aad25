package online.speka.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** Finds the main classes of a module. */
final class ModuleClasses {

  private ModuleClasses() {}

  /**
   * From directories where there are any: ArchUnit's own search opens every archive on the class
   * path, and those with the binaries of the services are large.
   */
  static JavaClasses under(String root) {
    ClassFileImporter importer =
        new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);
    List<Path> directories = directoriesOf(root);
    return directories.isEmpty()
        ? importer.importPackages(root)
        : importer.importPaths(directories);
  }

  private static List<Path> directoriesOf(String root) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return Collections.list(loader.getResources(root.replace('.', '/'))).stream()
          .filter(url -> url.getProtocol().equals("file"))
          .map(url -> Path.of(URI.create(url.toString())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look for classes under " + root, e);
    }
  }
}
