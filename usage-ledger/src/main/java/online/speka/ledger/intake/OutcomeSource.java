package online.speka.ledger.intake;

import java.time.Duration;
import java.util.List;

/// The outcomes topic, as one member of the ledger's group reads it. Used by one thread.
///
/// A batch is handed out by [#poll], and then exactly one of [#commit] and [#retryAfter] is called.
interface OutcomeSource extends AutoCloseable {

  /// Waits a little for records.
  ///
  /// @throws SourceUnavailableException if the source broke; a later call starts it again
  List<Delivery> poll();

  /// All that was handed out so far is done for good. A commit that fails is not an error: what is
  /// handed out again is recognised.
  void commit();

  /// The last batch is not done: hands it out again, not before this time has passed. Stays a
  /// member of the group meanwhile.
  ///
  /// @throws SourceUnavailableException as [#poll]
  void retryAfter(Duration pause);

  /// Whether it has been given its share of the topic.
  boolean isAssigned();

  /// Records of the share that are not handed out yet.
  long lag();

  /// Leaves the group. A later [#poll] begins again where the last commit ended.
  @Override
  void close();
}
