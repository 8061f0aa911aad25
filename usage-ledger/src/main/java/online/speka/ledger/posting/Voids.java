package online.speka.ledger.posting;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;

/// Which outcomes of a batch are void: those that stand in the log behind the word that their own
/// attempt had failed, earlier in the batch or in one before. Another attempt speaks for their job,
/// and the client has seen nothing of their end.
///
/// @param places in the batch
record Voids(BitSet places) {

  static final Voids NONE = new Voids(new BitSet());

  /// @param failedBefore attempts whose failure was kept before this batch
  static Voids among(List<JobEvent> events, Set<AttemptKey> failedBefore) {
    Set<AttemptKey> failed = new HashSet<>(failedBefore);
    BitSet places = new BitSet(events.size());
    for (int i = 0; i < events.size(); i++) {
      AttemptKey attempt = AttemptKey.of(events.get(i));
      switch (events.get(i)) {
        case AttemptFailed _ -> failed.add(attempt);
        case Outcome _ -> places.set(i, failed.contains(attempt));
      }
    }
    return new Voids(places);
  }

  boolean at(int place) {
    return places.get(place);
  }
}
