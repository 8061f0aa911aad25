package online.speka.infra.services;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import online.speka.infra.services.process.ServiceException;

/**
 * Under whom PostgreSQL runs: it refuses to run as root.
 *
 * <p>For root it is put into a user namespace of its own, where the same owner of the same files
 * looks like an ordinary user. The process id stays that of the child.
 *
 * @param prefix what stands before the program
 */
record PostgresAccount(List<String> prefix) {

  private static final String UNSHARE = "/usr/bin/unshare";

  static PostgresAccount current() {
    if (!System.getProperty("user.name").equals("root")) {
      return new PostgresAccount(List.of());
    }
    List<String> namespace = List.of(UNSHARE, "--user");
    if (!Files.isExecutable(Path.of(UNSHARE)) || !OneShot.succeeds(namespace, "/bin/true")) {
      throw new ServiceException(
          "PostgreSQL does not run as root, and this system allows no user namespace (unshare --user fails): run Speka as an ordinary user.");
    }
    return new PostgresAccount(namespace);
  }
}
