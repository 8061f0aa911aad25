package online.speka.edge.streaming;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Frame;

/// Every stream of this edge whose client still reads.
final class OpenStreams implements TokenStreams {
  private static final int ORPHANS_REMEMBERED_MAX = 1024;

  private final Map<JobId, JobStream> streams = new ConcurrentHashMap<>();
  private final Map<Object, JobStream> followers = new ConcurrentHashMap<>();
  private final Set<JobId> orphans = new LinkedHashSet<>();
  private final StreamTools tools;
  private final ReplayLog followedLog;
  private final BooleanSupplier up;

  /// Where frames are read again.
  ///
  /// @param own for streams that hear their job
  /// @param followed for streams that do not: tells of cancellations too
  record Logs(ReplayLog own, ReplayLog followed) {}

  OpenStreams(
      Logs logs,
      Cancellations cancellations,
      StreamingMetrics metrics,
      StreamingProperties limits,
      LongSupplier ticker,
      BooleanSupplier up) {
    this.tools =
        new StreamTools(
            logs.own(), cancellations, metrics, limits, job -> streams.remove(job), ticker);
    this.followedLog = logs.followed();
    this.up = up;
  }

  @Override
  public TokenStream open(Job job, ClientConnection client) {
    JobStream stream = new JobStream(job, client, tools);
    streams.put(job.id(), stream);
    tools.metrics().opened();
    return stream;
  }

  @Override
  public TokenStream follow(Followed followed, ClientConnection client) {
    Object key = new Object();
    JobStream stream =
        new JobStream(
            followed,
            client,
            new StreamTools(
                followedLog,
                _ -> {},
                tools.metrics(),
                tools.limits().following(),
                _ -> followers.remove(key),
                tools.ticker()));
    followers.put(key, stream);
    tools.metrics().opened();
    stream.look();
    return stream;
  }

  @Override
  public Opening.Whole document(long length, List<byte[]> pieces, ClientConnection client) {
    return new Opening.Whole(
        length, new WholeDocument(client, tools.limits().stallMax(), tools.ticker()).begin(pieces));
  }

  @Override
  public boolean isUp() {
    return up.getAsBoolean();
  }

  /// Called by the one thread that hears this edge's channel.
  void route(Frame frame) {
    tools.metrics().received();
    JobStream stream = streams.get(frame.job());
    if (stream != null) {
      stream.arrive(frame);
      return;
    }
    tools.metrics().orphaned();
    if (!frame.isLast()) {
      cancelOnce(frame.job());
    }
  }

  /// Somebody works on a job that nobody waits for: its client left before the job was known
  /// anywhere, or its submission was thought to have failed.
  private void cancelOnce(JobId job) {
    if (!orphans.add(job)) {
      return;
    }
    if (orphans.size() > ORPHANS_REMEMBERED_MAX) {
      orphans.remove(orphans.iterator().next());
    }
    tools.cancellations().announce(job);
  }

  /// Frames of any stream may have been lost.
  void lookAll() {
    streams.values().forEach(JobStream::look);
  }

  void sweep() {
    long now = tools.ticker().getAsLong();
    streams.values().forEach(stream -> stream.tick(now));
    followers.values().forEach(stream -> stream.tick(now));
  }

  int size() {
    return streams.size() + followers.size();
  }
}
