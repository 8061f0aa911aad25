package online.speka.dispatcher.attendance;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks again and again who waits for the jobs that are held here, and cancels those that nobody
/// waits for. A job that outlives its client is attended for a while after its client left, so its
/// time to come back has passed already when nobody attends it; any other is its edge's. One that
/// no edge waits for from the beginning is nobody's business here. [#runOnce()] is called by one
/// thread.
final class AttendanceWatch {
  private static final Logger LOG = LoggerFactory.getLogger(AttendanceWatch.class);

  private final HeldJobs jobs;
  private final Listeners listeners;
  private final Absence<EdgeId> edges;
  private final Absence<JobId> clients;
  private final LongSupplier ticker;
  private final AttendanceMetrics metrics;

  /// @param absenceMax how long somebody may be away: the time that all need to find their way back
  ///     after Redis was lost
  AttendanceWatch(
      HeldJobs jobs,
      Listeners listeners,
      Duration absenceMax,
      LongSupplier ticker,
      AttendanceMetrics metrics) {
    this.jobs = jobs;
    this.listeners = listeners;
    this.edges = new Absence<>(absenceMax.toNanos());
    this.clients = new Absence<>(absenceMax.toNanos());
    this.ticker = ticker;
    this.metrics = metrics;
  }

  void runOnce() {
    List<Job> held = jobs.held();
    try {
      cancelUnattended(held.stream().filter(job -> job.window().outlivesClient()).toList());
      cancelOfSilentEdges(held.stream().filter(AttendanceWatch::isItsEdges).toList());
    } catch (Listeners.UnreadableException e) {
      edges.unknown();
      clients.unknown();
      LOG.atDebug().setCause(e).log("attendance cannot be read; nobody counts as away until it can");
    }
  }

  private static boolean isItsEdges(Job job) {
    return !job.window().outlivesClient() && !job.origin().replyTo().equals(EdgeId.NONE);
  }

  private void cancelUnattended(List<Job> lasting) {
    List<JobId> ids = lasting.stream().map(Job::id).toList();
    Set<JobId> attended = ids.isEmpty() ? Set.of() : listeners.attended(ids);
    Set<JobId> left = clients.seen(ids, attended, ticker.getAsLong());
    cancel(lasting, job -> left.contains(job.id()), "job's client has not come back");
  }

  private void cancelOfSilentEdges(List<Job> plain) {
    List<EdgeId> asked = plain.stream().map(job -> job.origin().replyTo()).distinct().toList();
    Set<EdgeId> hearing = asked.isEmpty() ? Set.of() : listeners.hearing(asked);
    Set<EdgeId> silent = edges.seen(asked, hearing, ticker.getAsLong());
    cancel(plain, job -> silent.contains(job.origin().replyTo()), "job's edge is gone");
  }

  private void cancel(List<Job> among, Predicate<Job> unattended, String why) {
    for (Job job : among) {
      if (unattended.test(job)) {
        metrics.unattended();
        LOG.atInfo()
            .addKeyValue("jobId", job.id())
            .addKeyValue("reason", why)
            .log("nobody waits for a job, it is cancelled");
        listeners.cancel(job);
      }
    }
  }
}
