package online.speka.infra.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.speka.infra.services.process.DataDirectory;
import online.speka.infra.services.process.ServiceException;

/** The files of a PostgreSQL server. */
record PostgresCluster(
    DataDirectory directory, PostgresBinaries binaries, PostgresAccount account) {

  Path path() {
    return directory.resolve("data");
  }

  /**
   * Created beside its place and moved there when complete, so that a creation that was cut off is
   * simply repeated.
   */
  void createOnce() {
    if (Files.exists(path())) {
      return;
    }
    Path draft = directory.resolve("data.creating");
    Path log = directory.resolve("initdb.log");
    List<String> line = new ArrayList<>(account.prefix());
    line.addAll(List.of(binaries.program("initdb").toString(), "-D", draft.toString()));
    line.addAll(
        List.of("--username", PostgresServer.USER, "--auth", "trust", "--encoding", "UTF8"));
    line.addAll(List.of("--sync-method", Platform.current().syncMethod()));
    // The builtin provider sorts the same way on every system.
    line.addAll(
        List.of("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"));
    try {
      OneShot.run("rm", List.of("/bin/rm", "-rf", draft.toString()), log);
      OneShot.run("initdb", line, log);
      Files.move(draft, path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ServiceException("Cannot create " + path() + " (" + e + "): make it writable.", e);
    }
  }

  /**
   * A killed server leaves its pid in a lock file, and the next one refuses to start when any
   * process of the same user has been given that number since. Leftovers of this directory were
   * reaped before, so it is decided by the command line, as there.
   */
  void clearStaleLock() {
    Path lock = path().resolve("postmaster.pid");
    try {
      if (Files.exists(lock) && !isHeld(lock)) {
        Files.delete(lock);
      }
    } catch (IOException e) {
      throw new ServiceException(
          "Cannot read or delete " + lock + " (" + e + "): make it writable.", e);
    }
  }

  private boolean isHeld(Path lock) throws IOException {
    Optional<Long> pid =
        Files.readAllLines(lock).stream().findFirst().map(line -> Long.parseLong(line.strip()));
    return pid.flatMap(ProcessHandle::of)
        .flatMap(process -> process.info().commandLine())
        .filter(line -> line.contains(path().toString()))
        .isPresent();
  }
}
