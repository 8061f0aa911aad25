package online.speka.dispatcher.attendance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.job.Lane;
import online.speka.dispatcher.Samples;
import org.junit.jupiter.api.Test;

class AttendanceWatchTest {
  private static final Duration ABSENCE_MAX = Duration.ofSeconds(5);
  private static final EdgeId EDGE = new EdgeId("edge-1");
  private static final EdgeId OTHER = new EdgeId("edge-2");

  private final List<Job> held = new ArrayList<>();
  private final Redis redis = new Redis();
  private int counted;
  private long now;
  private final AttendanceWatch watch =
      new AttendanceWatch(() -> held, redis, ABSENCE_MAX, () -> now, () -> counted++);

  @Test
  void aJobWhoseEdgeHearsIsLeftAlone() {
    held.add(job(1, EDGE));
    redis.hearing.add(EDGE);

    pass(Duration.ofMinutes(10));

    assertThat(redis.cancelled).isEmpty();
  }

  @Test
  void theJobsOfAnEdgeThatIsGoneAreCancelledAfterTheAbsenceAndNoOthers() {
    held.add(job(1, EDGE));
    held.add(job(2, EDGE));
    held.add(job(3, OTHER));
    held.add(job(4, EdgeId.NONE));
    held.add(lasting(5, EDGE));
    redis.hearing.add(OTHER);
    redis.attended.add(held.getLast().id());

    pass(ABSENCE_MAX.minusSeconds(1));
    assertThat(redis.cancelled).isEmpty();
    pass(Duration.ofSeconds(1));

    assertThat(redis.cancelled).containsExactlyInAnyOrder(Samples.jobId(1), Samples.jobId(2));
    assertThat(counted).isEqualTo(2);
  }

  @Test
  void aJobThatOutlivesItsClientIsCancelledWhenNobodyAttendsItAnyMore() {
    held.add(lasting(1, EDGE));
    held.add(lasting(2, EDGE));
    redis.attended.addAll(List.of(Samples.jobId(1), Samples.jobId(2)));
    pass(Duration.ofMinutes(1));

    redis.attended.remove(Samples.jobId(2));
    pass(ABSENCE_MAX);

    assertThat(redis.cancelled).containsOnly(Samples.jobId(2));
  }

  @Test
  void whoeverComesBackInTimeBeginsAnew() {
    held.add(job(1, EDGE));
    pass(ABSENCE_MAX.minusSeconds(1));
    redis.hearing.add(EDGE);
    pass(Duration.ofSeconds(1));
    redis.hearing.clear();

    pass(ABSENCE_MAX.minusSeconds(1));

    assertThat(redis.cancelled).isEmpty();
  }

  @Test
  void whileNothingCanBeKnownNobodysTimeRuns() {
    held.add(job(1, EDGE));
    held.add(lasting(2, EDGE));
    pass(ABSENCE_MAX.minusSeconds(1));
    redis.unreadable = true;
    pass(Duration.ofMinutes(1));
    redis.unreadable = false;

    pass(ABSENCE_MAX.minusSeconds(1));

    assertThat(redis.cancelled).isEmpty();
  }

  @Test
  void aCancellationIsRepeatedUntilTheJobHasEnded() {
    held.add(job(1, EDGE));
    pass(ABSENCE_MAX.plusSeconds(2));
    int repeated = redis.cancelled.size();
    held.clear();

    pass(Duration.ofSeconds(5));

    assertThat(repeated).isBetween(2, 4);
    assertThat(redis.cancelled).hasSize(repeated);
  }

  @Test
  void nobodyIsAskedAboutNothing() {
    redis.unreadable = true;

    pass(Duration.ofSeconds(5));

    assertThat(redis.asked).isZero();
  }

  /** A look each second. */
  private void pass(Duration time) {
    for (long second = 0; second <= time.toSeconds(); second++) {
      watch.runOnce();
      now += second < time.toSeconds() ? Duration.ofSeconds(1).toNanos() : 0;
    }
  }

  private static Job job(long number, EdgeId edge) {
    Job job =
        Samples.job(number, Lane.INTERACTIVE, Samples.START, Samples.START.plusSeconds(600));
    Job.Origin origin = new Job.Origin(job.origin().tenant(), job.origin().key(), edge);
    return new Job(job.id(), job.target(), origin, job.window(), job.demand(), null);
  }

  private static Job lasting(long number, EdgeId edge) {
    Job job = job(number, edge);
    return new Job(
        job.id(),
        job.target(),
        job.origin(),
        job.window().unattended(Duration.ofSeconds(60)),
        job.demand(),
        null);
  }

  private static final class Redis implements Listeners {
    final Set<EdgeId> hearing = new HashSet<>();
    final Set<JobId> attended = new HashSet<>();
    final List<JobId> cancelled = new ArrayList<>();
    boolean unreadable;
    int asked;

    @Override
    public Set<EdgeId> hearing(Collection<EdgeId> edges) {
      asked();
      return hearing;
    }

    @Override
    public Set<JobId> attended(Collection<JobId> jobs) {
      asked();
      return attended;
    }

    private void asked() {
      asked++;
      if (unreadable) {
        throw new UnreadableException("down", new IllegalStateException());
      }
    }

    @Override
    public void cancel(Job job) {
      cancelled.add(job.id());
    }
  }
}
