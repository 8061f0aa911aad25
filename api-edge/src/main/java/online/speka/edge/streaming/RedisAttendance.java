package online.speka.edge.streaming;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import online.speka.contract.job.JobId;
import online.speka.contract.wire.RedisNames;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Attendance as keys that expire: written when a client comes, again and again while one is here,
/// and once more when the last one leaves. What Redis forgot is there again after one interval; an
/// edge that dies has said all that is needed.
final class RedisAttendance implements Attendance {
  private static final Logger LOG = LoggerFactory.getLogger(RedisAttendance.class);
  private static final byte[] HERE = {'1'};

  private final RedisCommandLink link;
  private final Map<JobId, Attended> attended = new ConcurrentHashMap<>();

  RedisAttendance(RedisCommandLink link) {
    this.link = link;
  }

  private record Attended(int clients, Duration unattendedMax) {}

  @Override
  public void enter(JobId job, Duration unattendedMax) {
    attended.merge(
        job,
        new Attended(1, unattendedMax),
        (before, _) -> new Attended(before.clients() + 1, unattendedMax));
    write(job, unattendedMax);
  }

  @Override
  public void leave(JobId job) {
    Attended before = attended.get(job);
    forget(job);
    if (before != null) {
      write(job, before.unattendedMax());
    }
  }

  @Override
  public void forget(JobId job) {
    attended.computeIfPresent(
        job,
        (_, before) ->
            before.clients() == 1
                ? null
                : new Attended(before.clients() - 1, before.unattendedMax()));
  }

  @Override
  public void ifUnattended(JobId job, Runnable task) {
    link.commands()
        .ifPresent(
            redis -> {
              var _ =
                  redis
                      .exists(key(job))
                      .handle(
                          (there, failure) -> {
                            if (failure == null && there == 0) {
                              task.run();
                            }
                            return null;
                          });
            });
  }

  /// Called in regular intervals, and when Redis is back.
  void renew() {
    attended.forEach((job, one) -> write(job, one.unattendedMax()));
  }

  int size() {
    return attended.size();
  }

  private void write(JobId job, Duration unattendedMax) {
    link.commands()
        .ifPresent(
            redis -> {
              var _ =
                  redis
                      .set(key(job), HERE, SetArgs.Builder.px(unattendedMax))
                      .exceptionally(RedisAttendance::unwritten);
            });
  }

  private static String unwritten(Throwable failure) {
    LOG.atDebug().setMessage("attendance not written, it is with the next interval").log();
    return failure.toString();
  }

  private static byte[] key(JobId job) {
    return RedisNames.attended(job).getBytes(US_ASCII);
  }
}
