package online.speka.infra.services.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one service: its data, its log and its pid file.
 *
 * <p>At most one JVM holds it. The hold is a file lock, which the kernel drops with the process, so
 * a killed JVM never blocks the next one and a living one is never robbed of its services.
 */
public final class DataDirectory implements AutoCloseable {

  /**
   * The environment variable that moves all data elsewhere; named in every message about space and
   * access.
   */
  public static final String SETTING = "SPEKA_DATA";

  private static final long FREE_BYTES_MIN = 200L << 20;

  /**
   * File locks belong to the process: closing a second channel on the same file would drop the
   * first one's lock, so a directory that this JVM already holds is never opened again.
   */
  private static final Set<Path> HELD_BY_THIS_JVM = ConcurrentHashMap.newKeySet();

  private final Path path;
  private final FileChannel lockChannel;

  private DataDirectory(Path path, FileChannel lockChannel) {
    this.path = path;
    this.lockChannel = lockChannel;
  }

  public static DataDirectory open(Path directory) {
    return open(directory, FREE_BYTES_MIN);
  }

  static DataDirectory open(Path directory, long freeBytesMin) {
    try {
      Path path = Files.createDirectories(directory).toRealPath();
      requireSpace(path, freeBytesMin);
      if (!HELD_BY_THIS_JVM.add(path)) {
        throw inUse(path, "this very process");
      }
      try {
        return new DataDirectory(path, lock(path));
      } catch (IOException | RuntimeException e) {
        HELD_BY_THIS_JVM.remove(path);
        throw e;
      }
    } catch (IOException e) {
      throw new ServiceException(
          "Cannot write to %s (%s): make it writable or set %s to another directory."
              .formatted(directory.toAbsolutePath(), e, SETTING),
          e);
    }
  }

  private static void requireSpace(Path path, long freeBytesMin) throws IOException {
    long free = Files.getFileStore(path).getUsableSpace();
    if (free < freeBytesMin) {
      throw new ServiceException(
          "Only %d MB are free where %s lies and %d MB are needed: free some space or set %s to another disk."
              .formatted(free >> 20, path, freeBytesMin >> 20, SETTING));
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    Path file = path.resolve("lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      @Nullable FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(path, "process " + Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ServiceException inUse(Path path, String holder) {
    return new ServiceException(
        "%s is in use by %s: stop that one first or set %s to another directory."
            .formatted(path, holder, SETTING));
  }

  public Path path() {
    return path;
  }

  public Path resolve(String name) {
    return path.resolve(name);
  }

  /** A directory below this one, made when it does not exist. */
  public Path subdirectory(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw new ServiceException(
          "Cannot create %s (%s): make %s writable or set %s to another directory."
              .formatted(path.resolve(name), e, path, SETTING),
          e);
    }
  }

  PidFile pidFile(String name) {
    return new PidFile(path, name);
  }

  /** Ends what an earlier run left running here. */
  public void reap(ChildCommand command) {
    pidFile(command.name()).reap(command.stopSignal());
  }

  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw new ServiceException("Cannot release the lock on " + path + ".", e);
    } finally {
      HELD_BY_THIS_JVM.remove(path);
    }
  }
}
