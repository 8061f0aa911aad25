package online.speka.infra.services.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The file that takes what a child prints; remembers where the present run began. */
final class ChildLog {

  /** A log above this is set aside at the next start, once: two files are kept. */
  private static final long ROTATE_BYTES = 8L << 20;

  private static final int TAIL_BYTES_MAX = 16 << 10;

  private final Path file;
  private final long runStartsAt;

  private ChildLog(Path file, long runStartsAt) {
    this.file = file;
    this.runStartsAt = runStartsAt;
  }

  static ChildLog open(DataDirectory directory, String name) throws IOException {
    Path file = directory.resolve(name + ".log");
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size > ROTATE_BYTES) {
      Files.move(file, directory.resolve(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
      size = 0;
    }
    return new ChildLog(file, size);
  }

  Path file() {
    return file;
  }

  /** The last lines of this run. */
  List<String> tail(int linesMax) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      in.seek(Math.max(runStartsAt, in.length() - TAIL_BYTES_MAX));
      byte[] bytes = new byte[(int) Math.min(TAIL_BYTES_MAX, in.length() - in.getFilePointer())];
      in.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - linesMax), lines.size());
    } catch (IOException e) {
      return List.of("(cannot read " + file + ": " + e + ")");
    }
  }
}
