package online.speka.dispatcher.flowcontrol;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import org.jspecify.annotations.Nullable;

/// Every job of the model, filed by state: queue, slots and read-ahead always agree with the states
/// of the jobs, because only [#move] and [#remove] change them.
final class JobBook {

  /// Most ended jobs that are remembered, for records of theirs that come once more.
  private static final int ENDED_REMEMBERED_MAX = 10_000;

  private final Map<JobId, OwnedJob> jobs = new HashMap<>();
  private final Set<JobId> ended = new LinkedHashSet<>();
  private final Set<OwnedJob> unresolved = new LinkedHashSet<>();
  private final Set<OwnedJob> concluding = new LinkedHashSet<>();
  private final Set<OwnedJob> bereft = new LinkedHashSet<>();
  private final ModelQueue queue;
  private final Slots slots;
  private final ReadAhead readAhead;
  private long arrivals;

  JobBook(ModelId model, FlowLimits limits) {
    this.queue = new ModelQueue(limits.queue().waitMax());
    this.slots = new Slots(model);
    this.readAhead = new ReadAhead(limits.readAhead());
  }

  @Nullable OwnedJob find(JobId id) {
    return jobs.get(id);
  }

  /// Files a job that was read, as not resolved yet.
  OwnedJob add(Arrival arrival) {
    OwnedJob job = new OwnedJob(arrival, arrivals++);
    jobs.put(job.id(), job);
    enter(job);
    return job;
  }

  void move(OwnedJob job, JobState next) {
    leave(job);
    job.become(next);
    enter(job);
  }

  void remove(OwnedJob job) {
    leave(job);
    jobs.remove(job.id());
    ended.add(job.id());
    if (ended.size() > ENDED_REMEMBERED_MAX) {
      ended.remove(ended.iterator().next());
    }
  }

  /// Whether the job was here and has ended; of the newest of them.
  boolean hasEnded(JobId id) {
    return ended.contains(id);
  }

  List<Job> unfinished() {
    return jobs.values().stream()
        .filter(job -> !(job.state() instanceof JobState.Concluding))
        .filter(job -> !(job.state() instanceof JobState.Lingering))
        .map(OwnedJob::job)
        .toList();
  }

  ModelQueue queue() {
    return queue;
  }

  Slots slots() {
    return slots;
  }

  /// Jobs that hold a slot and have seen a worker die.
  Set<OwnedJob> bereft() {
    return bereft;
  }

  ReadAhead readAhead() {
    return readAhead;
  }

  List<OwnedJob> unresolved() {
    return List.copyOf(unresolved);
  }

  List<OwnedJob> concluding() {
    return concluding.isEmpty() ? List.of() : List.copyOf(concluding);
  }

  Collection<OwnedJob> all() {
    return jobs.values();
  }

  OwnerStats.Live count() {
    int assigned = 0;
    int lingering = 0;
    for (OwnedJob job : jobs.values()) {
      switch (job.state()) {
        case JobState.Assigned _, JobState.Suspected _, JobState.Lost _ -> assigned++;
        case JobState.Lingering _ -> lingering++;
        case JobState.Unresolved _, JobState.Waiting _, JobState.Concluding _ -> {}
      }
    }
    int waiting = queue.lanes().stream().mapToInt(LaneQueue::size).sum();
    return new OwnerStats.Live(unresolved.size(), waiting, assigned, lingering, concluding.size());
  }

  private void enter(OwnedJob job) {
    if (job.tries().lost() > 0 && Holding.of(job.state()).isPresent()) {
      bereft.add(job);
    }
    switch (job.state()) {
      case JobState.Unresolved _ -> {
        unresolved.add(job);
        readAhead.hold(job);
      }
      case JobState.Waiting _ -> {
        queue.add(job);
        readAhead.hold(job);
      }
      case JobState.Assigned assigned -> slots.take(assigned.worker(), job.id());
      case JobState.Suspected suspected -> slots.take(suspected.worker(), job.id());
      case JobState.Lost lost -> slots.take(lost.worker(), job.id());
      case JobState.Lingering lingering -> slots.take(lingering.worker(), job.id());
      case JobState.Concluding _ -> concluding.add(job);
    }
  }

  private void leave(OwnedJob job) {
    bereft.remove(job);
    switch (job.state()) {
      case JobState.Unresolved _ -> {
        unresolved.remove(job);
        readAhead.letGo(job);
      }
      case JobState.Waiting _ -> {
        queue.remove(job);
        readAhead.letGo(job);
      }
      case JobState.Assigned assigned -> slots.release(assigned.worker(), job.id());
      case JobState.Suspected suspected -> slots.release(suspected.worker(), job.id());
      case JobState.Lost lost -> slots.release(lost.worker(), job.id());
      case JobState.Lingering lingering -> slots.release(lingering.worker(), job.id());
      case JobState.Concluding _ -> concluding.remove(job);
    }
  }
}
