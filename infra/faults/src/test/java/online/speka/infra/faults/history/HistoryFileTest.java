package online.speka.infra.faults.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import online.speka.contract.usage.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

  @TempDir Path directory;

  @Test
  void whatIsReadIsWhatWasWritten() {
    // Given
    Path file = directory.resolve("below/history.jsonl");
    List<Entry> entries =
        List.of(
            new Entry.Begun(
                0,
                "calm",
                7,
                Instant.parse("2026-11-23T10:00:00.123Z"),
                new Tolerance(Set.of(Ending.CUT), 0.5, Duration.ofSeconds(9), 1.1)),
            new Entry.Asked(1, "r", "main", Kind.STREAM, 3, "{\"a\":\"ü\n\"}"),
            new Entry.Answered(2, "r", "127.0.0.1:8080", 200, true),
            new Entry.Read(3, "r", "\u00c3\u00bc\r\n\u0000\u00ff"),
            new Entry.Ended(4, "r", Entry.How.CUT, "reset"),
            new Entry.Struck(5, "kill -9", "edge", 77),
            new Entry.Healed(6, "kill -9", "edge", 77),
            new Entry.Accepted(7, "r", "j", "t", "m", Instant.EPOCH),
            new Entry.Told(8, "{}"),
            new Entry.Billed(9, new Bill("j", "t", "m", "COMPLETED", 1, 2, Usage.of(3, 4), 5)),
            new Entry.Books(10, 1, 2, 3, 4),
            new Entry.Sampled(11, true, "edge", 77, 1L << 33, 40));

    // When
    try (HistoryFile history = HistoryFile.create(file)) {
      entries.forEach(history::add);
    }

    // Then
    assertThat(HistoryFile.read(file)).isEqualTo(entries);
  }
}
