package online.speka.infra.services.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who listens on a port, as far as Linux tells: a name is worth more in an error message than "in
 * use".
 */
final class PortOwner {

  private static final Path PROC = Path.of("/proc");
  private static final String LISTENING = "0A";

  private PortOwner() {}

  static Optional<String> of(int port) {
    try {
      Optional<String> socket =
          Stream.of("net/tcp", "net/tcp6").flatMap(table -> inode(table, port)).findFirst();
      return socket.flatMap(PortOwner::holder);
    } catch (UncheckedIOException _) {
      return Optional.empty();
    }
  }

  /**
   * Columns: slot, local address, remote address, state, queues, timers, retransmits, uid, timeout,
   * inode.
   */
  private static Stream<String> inode(String table, int port) {
    String suffix = ":%04X".formatted(port);
    return lines(PROC.resolve(table)).stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(
            columns ->
                columns.length > 9 && columns[1].endsWith(suffix) && columns[3].equals(LISTENING))
        .map(columns -> "socket:[" + columns[9] + "]");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException _) {
      return List.of();
    }
  }

  private static Optional<String> holder(String socket) {
    return ProcessHandle.allProcesses()
        .filter(process -> holds(process, socket))
        .findFirst()
        .map(PortOwner::describe);
  }

  private static boolean holds(ProcessHandle process, String socket) {
    Path descriptors = PROC.resolve(process.pid() + "/fd");
    try (Stream<Path> open = Files.list(descriptors)) {
      return open.anyMatch(descriptor -> pointsTo(descriptor, socket));
    } catch (IOException | UncheckedIOException _) {
      // Processes of other users keep theirs to themselves, and some end while we look.
      return false;
    }
  }

  private static boolean pointsTo(Path descriptor, String socket) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(socket);
    } catch (IOException _) {
      return false;
    }
  }

  private static String describe(ProcessHandle process) {
    String program = process.info().command().map(command -> " (" + command + ")").orElse("");
    return "process " + process.pid() + program;
  }
}
