package online.speka.edge.streaming;

import java.util.List;
import java.util.function.Consumer;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import org.jspecify.annotations.Nullable;

/// The frames of each job, kept for those who missed some.
interface ReplayLog {

  /// Reads one page. The reader may be called on any thread, once.
  ///
  /// @param from first position wanted; null reads from the beginning
  void read(JobId job, @Nullable LogPosition from, Consumer<Page> reader);

  /// What a read found.
  sealed interface Page {

    /// @param more whether the log goes on behind this page
    record Frames(List<Frame> frames, boolean more) implements Page {}

    record Unreadable(String reason) implements Page {}
  }
}
