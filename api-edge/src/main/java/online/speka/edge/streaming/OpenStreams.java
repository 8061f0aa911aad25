package online.speka.edge.streaming;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import online.speka.contract.error.ApiError;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.stream.Frame;

/// Every stream of this edge whose client still reads. A job may have several: its first client's,
/// and those of clients that came later.
final class OpenStreams implements TokenStreams {
  private static final int ORPHANS_REMEMBERED_MAX = 1024;

  private final Map<JobId, List<JobStream>> streams = new ConcurrentHashMap<>();
  private final Set<JobId> orphans = new LinkedHashSet<>();
  private final Logs logs;
  private final Cares cares;
  private final StreamingMetrics metrics;
  private final StreamingProperties limits;
  private final LongSupplier ticker;
  private final BooleanSupplier up;

  /// Where frames are read again.
  ///
  /// @param own for streams that hear their job from its beginning
  /// @param followed for streams that came later: tells of cancellations too
  record Logs(ReplayLog own, ReplayLog followed) {}

  /// Who cares for the jobs.
  ///
  /// @param first for a job's first client
  /// @param lasting for the first client of a job that outlives it
  /// @param attached for clients of such a job that came later
  record Cares(Attendance attendance, Care first, Care lasting, Care attached) {
    static Cares of(Attendance attendance, Cancellations cancellations) {
      return new Cares(
          attendance,
          new Cancelling(cancellations, attendance),
          new Attending(attendance, cancellations),
          new Attending(attendance, _ -> {}));
    }
  }

  OpenStreams(
      Logs logs,
      Cares cares,
      StreamingMetrics metrics,
      StreamingProperties limits,
      LongSupplier ticker,
      BooleanSupplier up) {
    this.logs = logs;
    this.cares = cares;
    this.metrics = metrics;
    this.limits = limits;
    this.ticker = ticker;
    this.up = up;
  }

  @Override
  public TokenStream open(Job job, ClientConnection client) {
    boolean lasting = job.window().outlivesClient();
    return begin(
        Followed.fromItsBeginning(job),
        client,
        tools(logs.own(), lasting ? cares.lasting() : cares.first(), limits));
  }

  /// Frames that this edge hears are taken as they come, all others are read from the log.
  @Override
  public TokenStream follow(Followed followed, ClientConnection client) {
    Care care = followed.unattendedMax().isPositive() ? cares.attached() : Following.ONLY;
    JobStream stream = begin(followed, client, tools(logs.followed(), care, limits.following()));
    stream.look();
    return stream;
  }

  private JobStream begin(Followed followed, ClientConnection client, StreamTools tools) {
    JobStream stream = new JobStream(followed, client, tools);
    streams.merge(followed.job(), List.of(stream), OpenStreams::joined);
    metrics.opened();
    if (followed.unattendedMax().isPositive()) {
      cares.attendance().enter(followed.job(), followed.unattendedMax());
    }
    return stream;
  }

  private StreamTools tools(ReplayLog log, Care care, StreamingProperties its) {
    return new StreamTools(log, care, metrics, its, this::remove, ticker);
  }

  private static List<JobStream> joined(List<JobStream> some, List<JobStream> more) {
    List<JobStream> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private void remove(JobStream stream) {
    streams.computeIfPresent(
        stream.job(),
        (_, all) -> {
          List<JobStream> others = all.stream().filter(one -> one != stream).toList();
          return others.isEmpty() ? null : others;
        });
  }

  @Override
  public Opening.Whole document(long length, List<byte[]> pieces, ClientConnection client) {
    return new Opening.Whole(
        length, new WholeDocument(client, limits.stallMax(), ticker).begin(pieces));
  }

  @Override
  public int cut(KeyId reader, ApiError error) {
    List<JobStream> theirs =
        streams.values().stream()
            .flatMap(List::stream)
            .filter(stream -> stream.reader().equals(reader))
            .toList();
    theirs.forEach(stream -> stream.cut(error));
    return theirs.size();
  }

  @Override
  public boolean isUp() {
    return up.getAsBoolean();
  }

  /// Called by the one thread that hears this edge's channel.
  void route(Frame frame) {
    List<JobStream> readers = streams.getOrDefault(frame.job(), List.of());
    for (JobStream reader : readers) {
      metrics.received();
      reader.arrive(frame);
    }
    if (readers.isEmpty()) {
      metrics.received();
      metrics.orphaned();
      if (!frame.isLast()) {
        tellOnce(frame.job());
      }
    }
  }

  private void tellOnce(JobId job) {
    if (!orphans.add(job)) {
      return;
    }
    if (orphans.size() > ORPHANS_REMEMBERED_MAX) {
      orphans.remove(orphans.iterator().next());
    }
    cares.first().unknown(job);
  }

  /// Frames of any stream may have been lost.
  void lookAll() {
    streams.values().forEach(readers -> readers.forEach(JobStream::look));
  }

  void sweep() {
    long now = ticker.getAsLong();
    streams.values().forEach(readers -> readers.forEach(reader -> reader.tick(now)));
  }

  int size() {
    return streams.values().stream().mapToInt(List::size).sum();
  }
}
