package online.speka.infra.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// Files that hold secrets: readable by their owner only, and replaced whole or not at all.
final class LocalFiles {

  private LocalFiles() {}

  static void replace(Path file, byte[] content) {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    try {
      Files.deleteIfExists(next);
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(next, content);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new LocalException(
          "Cannot write " + file + " (" + e + "): make it writable or set SPEKA_DATA.", e);
    }
  }

  static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new LocalException(
          "Cannot delete " + file + " (" + e + "): make it writable or set SPEKA_DATA.", e);
    }
  }
}
