package online.speka.dispatcher.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.dispatcher.flowcontrol.Moment;
import online.speka.dispatcher.flowcontrol.Shard;
import online.speka.dispatcher.handoff.Performer;
import online.speka.dispatcher.intake.PartitionTracker.Progress;

/// What all models of this process share.
record Surroundings(
    Performer performer,
    Supplier<Moment> clock,
    MembershipLease lease,
    FactInquiries inquiries,
    Guards guards) {

  Moment now() {
    return clock.get();
  }

  /// Whether this process may act for its models.
  boolean isMember(Moment now) {
    return lease.holds(now.nanos()) || !guards.has(Guard.EPOCH_CHECK);
  }

  /// What is committed of this progress.
  Map<Shard, Progress> commit(Map<Shard, Progress> progress) {
    if (guards.has(Guard.TRACKER_METADATA)) {
      return progress;
    }
    Map<Shard, Progress> blind = new HashMap<>();
    progress.forEach((shard, at) -> blind.put(shard, withoutMetadata(at)));
    return blind;
  }

  /// Everything that was read counts as done.
  private static Progress withoutMetadata(Progress at) {
    return OffsetPack.unpack(at.offset(), at.metadata())
        .map(
            known ->
                new Progress(
                    known.position(),
                    OffsetPack.pack(known.since(), known.position(), List.of()).metadata()))
        .orElse(at);
  }
}
