package online.speka.infra.faults.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import online.speka.infra.bench.stack.StackException;
import online.speka.infra.faults.nemesis.Component;
import online.speka.infra.faults.nemesis.Disks;

/// A file system in memory for each of some servers, where the launcher has them keep their data.
public final class SmallDisks implements Disks, AutoCloseable {

  /// More than a server of a cell needs, and soon full.
  private static final int MEGABYTES = 512;

  private static final int PIECE_BYTES = 4 << 20;
  private static final int COMMAND_WAIT_MAX_SECONDS = 10;
  private static final String FILLER = "filler";

  private final Map<Component, Path> roots = new EnumMap<>(Component.class);

  private SmallDisks() {}

  /// Whether this machine lets us mount anything; tries it.
  ///
  /// @param scratch a directory that is ours
  public static boolean areThere(Path scratch) {
    try (SmallDisks one = mount(scratch.resolve("a-disk"), Set.of(Component.KAFKA))) {
      return !one.roots.isEmpty();
    } catch (StackException _) {
      return false;
    }
  }

  /// @param data the launcher's data directory, in which each server has one
  /// @throws StackException if that is not possible here
  static SmallDisks mount(Path data, Set<Component> components) {
    SmallDisks disks = new SmallDisks();
    try {
      for (Component component : components) {
        Path root = Files.createDirectories(data.resolve(component.role()));
        run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "speka-faults", root + "");
        disks.roots.put(component, root);
      }
      return disks;
    } catch (IOException e) {
      disks.close();
      throw new UncheckedIOException("cannot make room for small disks in " + data, e);
    } catch (StackException e) {
      disks.close();
      throw e;
    }
  }

  @Override
  public void fill(Component component) {
    try (OutputStream filler =
        Files.newOutputStream(
            filler(component), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      fill(filler);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot fill the disk of " + component, e);
    }
  }

  private static void fill(OutputStream filler) {
    byte[] piece = new byte[PIECE_BYTES];
    int size = piece.length;
    while (size > 0) {
      try {
        filler.write(piece, 0, size);
      } catch (IOException _) {
        // There is no room for so much: then for less, down to nothing.
        size /= 2;
      }
    }
  }

  @Override
  public void free(Component component) {
    try {
      Files.deleteIfExists(filler(component));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot free the disk of " + component, e);
    }
  }

  private Path filler(Component component) {
    Path root = roots.get(component);
    if (root == null) {
      throw new IllegalStateException(component + " has no small disk on this platform");
    }
    return root.resolve(FILLER);
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_WAIT_MAX_SECONDS, TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        throw new StackException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new StackException(String.join(" ", command) + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted.");
    }
  }

  @Override
  public void close() {
    // Lazily: a server that is slow to end keeps its files until it has.
    roots.values().forEach(root -> run("umount", "-l", root + ""));
    roots.clear();
  }
}
