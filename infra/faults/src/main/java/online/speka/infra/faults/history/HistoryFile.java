package online.speka.infra.faults.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// Writes a history. Lines are only ever added; whoever writes first stands first.
public final class HistoryFile implements History, AutoCloseable {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final BufferedWriter out;
  private final ReentrantLock turn = new ReentrantLock();

  private HistoryFile(BufferedWriter out) {
    this.out = out;
  }

  public static HistoryFile create(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      return new HistoryFile(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public void add(Entry entry) {
    String line = MAPPER.writerFor(Entry.class).writeValueAsString(entry);
    turn.lock();
    try {
      out.write(line);
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the history: it would have a hole", e);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the history: it would have no end", e);
    }
  }

  public static List<Entry> read(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines.map(line -> MAPPER.readValue(line, Entry.class)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }
}
