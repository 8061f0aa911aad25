package online.speka.infra.faults.checker;

import java.util.List;
import java.util.Optional;
import online.speka.infra.faults.client.Asks;
import online.speka.infra.faults.history.Ending;
import online.speka.infra.faults.history.Entry;
import online.speka.infra.faults.reference.Truth;
import org.jspecify.annotations.Nullable;

/// Everything about one request.
///
/// @param body what was read of the answer's body
/// @param firstByteMicros when its first byte was read; negative if none was
/// @param resumed how often its client connected again
/// @param jobs that were made of it: one, unless something is wrong
/// @param reading what it was, compared with what it should have been
record RequestStory(
    Entry.Asked asked,
    Entry.@Nullable Answered answered,
    String body,
    long firstByteMicros,
    int resumed,
    Entry.@Nullable Ended ended,
    List<JobStory> jobs,
    Truth truth,
    Reading reading) {

  private static final String POISON = "\"model\":\"" + Asks.POISON_MODEL + "\"";

  RequestStory {
    jobs = List.copyOf(jobs);
  }

  String name() {
    return asked.request();
  }

  /// Whether it is of those that no worker survives.
  boolean isPoison() {
    return asked.body().contains(POISON);
  }

  Optional<JobStory> job() {
    return jobs.stream().findFirst();
  }

  /// @param detail where and how it differs; empty if there is nothing to say
  record Reading(Ending ending, String detail) {}
}
