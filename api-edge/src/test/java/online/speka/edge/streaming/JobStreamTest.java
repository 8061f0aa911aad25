package online.speka.edge.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static online.speka.edge.TestJobs.chunk;
import static online.speka.edge.TestJobs.end;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.edge.TestJobs;
import online.speka.edge.assembly.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/** One stream in virtual time: the test is the event loop, Redis and the client. */
class JobStreamTest {
  private static final Attempt FIRST = new Attempt(1, 1);
  private static final StreamingProperties LIMITS = Limits.small();

  private final Loop loop = new Loop();
  private final Log log = new Log();
  private final List<JobId> cancelled = new ArrayList<>();
  private final Attendees attendance = new Attendees();
  private final Counts counts = new Counts();
  private final OpenStreams streams =
      new OpenStreams(
          new OpenStreams.Logs(log, log),
          OpenStreams.Cares.of(attendance, cancelled::add),
          counts,
          LIMITS,
          () -> loop.now,
          () -> true);

  private Job job = TestJobs.job(true);
  private TokenStream stream = streams.open(job, loop);
  private final Client client = new Client();

  @Test
  void nothingIsDecidedBeforeTheFirstFrame() {
    loop.run();

    assertThat(client.opening).isNull();
  }

  @Test
  void framesThatCameTogetherAreWrittenTogether() {
    publish(chunk(0), chunk(1), last(2));

    loop.run();

    assertThat(client.writes).containsExactly("0;1;2;");
    assertThat(client.completed).isTrue();
  }

  @Test
  void aFailureBeforeTheFirstByteIsARefusal() {
    publish(failure(0));

    loop.run();

    assertThat(client.opening).isInstanceOf(Opening.Refused.class);
    stream.close();
    assertThat(cancelled).isEmpty();
  }

  @Test
  void aFailureAfterBytesEndsTheStreamWithAnError() {
    publish(chunk(0), failure(1));

    loop.run();

    assertThat(client.text()).isEqualTo("0;");
    assertThat(client.failure).isInstanceOf(JobFailedException.class);
  }

  @Test
  void aGapIsRepairedFromTheLog() {
    log.add(chunk(0), chunk(1), chunk(2));
    publish(chunk(0));
    publish(chunk(2));

    loop.run();

    assertThat(client.text()).isEqualTo("0;1;2;");
    assertThat(counts.gapsRepaired).isEqualTo(1);
  }

  @Test
  void aFrameThatReachesTheLogAfterItsSuccessorWasPublishedIsWaitedFor() {
    publish(chunk(0));
    publish(chunk(2));
    loop.run();
    log.add(chunk(0), chunk(1), chunk(2));

    loop.advance(Duration.ofMillis(500));

    assertThat(client.text()).isEqualTo("0;1;2;");
  }

  @Test
  void aGapThatNoLogFillsBreaksTheStreamAfterABoundedNumberOfReads() {
    publish(chunk(0));
    publish(chunk(2));

    loop.advance(Duration.ofSeconds(30));

    assertThat(client.failure).isInstanceOf(JobFailedException.class);
    assertThat(log.reads).isLessThanOrEqualTo(LIMITS.repairTriesMax() + 12);
    stream.close();
    assertThat(cancelled).containsExactly(job.id());
  }

  @Test
  void aLostEndIsFoundWhenTheStreamFallsSilent() {
    log.add(chunk(0), last(1));
    publish(chunk(0));

    loop.advance(LIMITS.silenceMax().multipliedBy(3));

    assertThat(client.text()).isEqualTo("0;1;");
    assertThat(client.completed).isTrue();
  }

  @Test
  void aSilentStreamLooksEverMoreRarely() {
    loop.advance(Duration.ofSeconds(50));

    assertThat(log.reads).isBetween(4, 12);
  }

  @Test
  void afterAReconnectEveryStreamLooksOnce() {
    log.add(chunk(0), last(1));

    streams.lookAll();
    loop.run();

    assertThat(client.text()).isEqualTo("0;1;");
  }

  @Test
  void aLogThatCannotBeReadIsTriedAgain() {
    log.add(chunk(0), chunk(1), last(2));
    log.broken = true;
    publish(chunk(1));
    loop.advance(Duration.ofMillis(300));
    log.broken = false;

    loop.advance(Duration.ofSeconds(2));

    assertThat(client.text()).isEqualTo("0;1;2;");
  }

  @Test
  void aSlowClientIsServedFromTheLogAtItsOwnPaceByteForByte() {
    StringBuilder all = new StringBuilder();
    loop.writable = false;
    for (int i = 0; i < 1000; i++) {
      Frame frame = i == 999 ? last(i) : chunk(i);
      log.add(frame);
      publish(frame);
      all.append(i).append(';');
      loop.run();
    }
    assertThat(streams.size()).isEqualTo(1);
    assertThat(counts.leftToLog).isGreaterThan(500);

    for (int i = 0; i < 2000 && !client.completed; i++) {
      loop.takeSomeBytes();
      loop.run();
    }

    assertThat(client.text()).isEqualTo(all.toString());
    assertThat(client.completed).isTrue();
    assertThat(counts.gapsRepaired).isZero();
  }

  @Test
  void aClientThatTakesNothingIsCutOff() {
    loop.writable = false;
    publish(chunk(0));

    loop.advance(LIMITS.stallMax().minus(LIMITS.sweepInterval()));
    assertThat(loop.aborted).isFalse();

    loop.advance(LIMITS.sweepInterval().multipliedBy(2));
    assertThat(loop.aborted).isTrue();
  }

  @Test
  void aClientThatReadsIsNeverCutOff() {
    publish(chunk(0));

    loop.advance(Duration.ofSeconds(50));

    assertThat(loop.aborted).isFalse();
  }

  @Test
  void aLongSilenceAfterTheFirstByteIsKeptAlive() {
    publish(chunk(0));

    loop.advance(LIMITS.keepAliveAfter().multipliedBy(2).plusSeconds(2));

    assertThat(client.text()).isEqualTo("0;: ka\n: ka\n");
  }

  @Test
  void beforeTheFirstByteNothingIsKeptAlive() {
    loop.advance(LIMITS.keepAliveAfter().multipliedBy(3));

    assertThat(client.opening).isNull();
  }

  @Test
  void atTheDeadlineTheStreamIsGivenUpAndTheJobCancelled() {
    loop.advance(TestJobs.WAIT.plus(LIMITS.deadlineGrace()).plusSeconds(1));

    assertThat(client.opening)
        .isInstanceOfSatisfying(
            Opening.Refused.class,
            refused -> assertThat(refused.error().reason()).isEqualTo(ErrorReason.TIMEOUT));
    stream.close();
    assertThat(cancelled).containsExactly(job.id());
  }

  @Test
  void aClientThatLeavesCancelsItsJobOnce() {
    publish(chunk(0));
    loop.run();

    stream.close();
    stream.close();

    assertThat(cancelled).containsExactly(job.id());
    assertThat(streams.size()).isZero();
    assertThat(counts.opened).isEqualTo(counts.closed);
  }

  @Test
  void aFinishedJobIsNotCancelled() {
    publish(last(0));
    loop.run();

    stream.close();

    assertThat(cancelled).isEmpty();
  }

  @Test
  void framesOfAJobThatNobodyWaitsForCancelItOnce() {
    JobId unknown = TestJobs.newId();

    streams.route(TestJobs.chunk(unknown, FIRST, 0, "x"));
    streams.route(TestJobs.chunk(unknown, FIRST, 1, "x"));
    streams.route(TestJobs.end(unknown, FIRST, 2, "x"));

    assertThat(cancelled).containsExactly(unknown);
    assertThat(counts.orphaned).isEqualTo(3);
  }

  @Test
  void aDocumentIsHandedOverWhole() {
    document();

    publish(chunk(0), chunk(1));
    loop.run();
    assertThat(client.opening).isNull();
    publish(last(2));
    loop.run();

    assertThat(client.opening)
        .isInstanceOfSatisfying(
            Opening.Whole.class, whole -> assertThat(whole.length()).isEqualTo(6));
    assertThat(client.text()).isEqualTo("0;1;2;");
  }

  @Test
  void aDocumentThatWasOnlyStoredIsReadFromTheLogPageByPage() {
    document();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      log.add(i == 99 ? last(i) : chunk(i));
      all.append(i).append(';');
    }

    publish(new Frame(job.id(), FIRST, 99, false, null, new Content.Stored()));
    loop.run();

    assertThat(client.text()).isEqualTo(all.toString());
    assertThat(counts.gapsRepaired).isZero();
  }

  @Test
  void aDocumentThatFailsLateIsRefusedWhole() {
    document();

    publish(chunk(0), chunk(1), failure(2));
    loop.run();

    assertThat(client.opening).isInstanceOf(Opening.Refused.class);
  }

  @Test
  void anInboxThatOverflowsIsRepairedFromTheLog() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i <= LIMITS.inboxMax() + 50; i++) {
      Frame frame = i == LIMITS.inboxMax() + 50 ? last(i) : chunk(i);
      log.add(frame);
      publish(frame);
      all.append(i).append(';');
    }

    loop.run();

    assertThat(client.text()).isEqualTo(all.toString());
  }

  @Test
  void everyFrameThatArrivesIsCountedOnce() {
    log.add(chunk(0), chunk(1), chunk(2), last(3));
    publish(chunk(0));
    publish(chunk(0));
    publish(chunk(2));
    loop.run();
    publish(last(3));
    publish(last(3));
    loop.run();
    stream.close();
    publish(last(3));

    assertThat(counts.received)
        .isEqualTo(
            counts.delivered + counts.duplicate + counts.stale + counts.leftToLog + counts.orphaned)
        .isEqualTo(6);
  }

  private void document() {
    stream.close();
    cancelled.clear();
    job = TestJobs.job(false);
    stream = streams.open(job, loop);
    client.read(stream);
  }

  /** From here on the job is one that outlives its client. */
  private void lasting() {
    stream.close();
    cancelled.clear();
    Job plain = TestJobs.job(true);
    job =
        new Job(
            plain.id(),
            plain.target(),
            plain.origin(),
            plain.window().unattended(Duration.ofSeconds(60)),
            plain.demand(),
            null);
    stream = streams.open(job, loop);
    client.read(stream);
  }

  private TokenStream attached(Client to) {
    TokenStream more =
        streams.follow(
            new Followed(job.id(), job.origin().key(), true, TestJobs.WAIT, Duration.ofMinutes(1)),
            loop);
    to.read(more);
    return more;
  }

  @Test
  void aJobThatOutlivesItsClientIsLeftAndNotCancelled() {
    lasting();
    publish(chunk(0));
    loop.run();
    assertThat(attendance.here).containsExactly(job.id());

    stream.close();
    publish(chunk(1));

    assertThat(attendance.here).isEmpty();
    assertThat(cancelled).isEmpty();
  }

  @Test
  void aJobThatOutlivesItsClientIsCancelledAllTheSameIfItNeverWas() {
    lasting();

    stream.withdraw();

    assertThat(attendance.here).isEmpty();
    assertThat(cancelled).containsExactly(job.id());
  }

  @Test
  void aJobThatOutlivesItsClientIsCancelledWhenItsTimeIsOver() {
    lasting();

    loop.advance(TestJobs.WAIT.plusSeconds(5));
    stream.close();

    assertThat(client.opening).isInstanceOf(Opening.Refused.class);
    assertThat(cancelled).containsExactly(job.id());
  }

  @Test
  void aSecondReaderHearsWhatTheFirstHearsAndReadsWhatItMissed() {
    lasting();
    log.add(chunk(0), chunk(1), chunk(2), last(3));
    publish(chunk(0), chunk(1));
    loop.run();
    Client second = new Client();
    TokenStream more = attached(second);

    publish(chunk(2), last(3));
    loop.advance(Duration.ofSeconds(1));

    assertThat(client.text()).isEqualTo("0;1;2;3;");
    assertThat(second.text()).isEqualTo("0;1;2;3;");
    assertThat(attendance.here).hasSize(2);
    stream.close();
    more.close();
    assertThat(attendance.here).isEmpty();
    assertThat(cancelled).isEmpty();
  }

  @Test
  void whenTheFirstReaderLeavesTheSecondStillHears() {
    lasting();
    publish(chunk(0));
    log.add(chunk(0));
    loop.run();
    Client second = new Client();
    attached(second);
    loop.run();

    stream.close();
    publish(chunk(1), last(2));
    loop.run();

    assertThat(second.text()).isEqualTo("0;1;2;");
    assertThat(attendance.here).hasSize(1);
  }

  private Frame chunk(int sequence) {
    return TestJobs.chunk(job.id(), FIRST, sequence, sequence + ";");
  }

  private Frame last(int sequence) {
    return end(job.id(), FIRST, sequence, sequence + ";");
  }

  private Frame failure(int sequence) {
    return new Frame(
        job.id(),
        FIRST,
        sequence,
        false,
        null,
        new Content.Failure(ApiError.of(ErrorReason.UPSTREAM_ERROR, "The engine failed.")));
  }

  private void publish(Frame... frames) {
    for (Frame frame : frames) {
      streams.route(frame);
    }
  }

  /** Who says that he waits for which job. */
  private static final class Attendees implements Attendance {
    final List<JobId> here = new ArrayList<>();
    final Set<JobId> kept = new HashSet<>();

    @Override
    public void enter(JobId job, Duration unattendedMax) {
      here.add(job);
      kept.add(job);
    }

    @Override
    public void leave(JobId job) {
      here.remove(job);
    }

    @Override
    public void forget(JobId job) {
      here.remove(job);
    }

    @Override
    public void ifUnattended(JobId job, Runnable task) {
      if (!kept.contains(job)) {
        task.run();
      }
    }
  }

  private static final class Limits {
    static StreamingProperties small() {
      return new StreamingProperties(
          org.springframework.util.unit.DataSize.ofBytes(200),
          org.springframework.util.unit.DataSize.ofKilobytes(10),
          300,
          Duration.ofSeconds(2),
          Duration.ofSeconds(15),
          Duration.ofMillis(200),
          Duration.ofSeconds(15),
          Duration.ofSeconds(20),
          Duration.ofSeconds(2),
          Duration.ofMillis(100),
          16,
          8,
          6,
          Duration.ofMillis(20),
          100,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1));
    }
  }

  /** The client's event loop and socket, run by the test. */
  private final class Loop implements ClientConnection {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final TreeMap<Long, List<Runnable>> timers = new TreeMap<>();
    private Runnable onWritable = () -> {};
    private boolean writable = true;
    private boolean aborted;
    private long now = 1_000_000_000L;

    void run() {
      Runnable task;
      while ((task = tasks.poll()) != null) {
        task.run();
      }
    }

    void advance(Duration duration) {
      long until = now + duration.toNanos();
      run();
      while (now < until) {
        now = Math.min(until, now + LIMITS.sweepInterval().toNanos() / 5);
        while (!timers.isEmpty() && timers.firstKey() <= now) {
          tasks.addAll(timers.pollFirstEntry().getValue());
        }
        streams.sweep();
        run();
      }
    }

    /** The socket takes one write, then is full again. */
    void takeSomeBytes() {
      writable = true;
      client.stopAfterOneWrite = true;
      onWritable.run();
    }

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
      timers.computeIfAbsent(now + delay.toNanos(), _ -> new ArrayList<>()).add(task);
    }

    @Override
    public boolean isWritable() {
      return writable;
    }

    @Override
    public void onWritable(Runnable task) {
      onWritable = task;
    }

    @Override
    public void abort() {
      aborted = true;
    }
  }

  /** What an HTTP client would see. */
  private final class Client {
    private final List<String> writes = new ArrayList<>();
    private @Nullable Opening opening;
    private @Nullable Throwable failure;
    private boolean completed;
    private boolean stopAfterOneWrite;

    Client() {
      read(stream);
    }

    void read(TokenStream from) {
      from.opening()
          .subscribe(
              first -> {
                opening = first;
                switch (first) {
                  case Opening.Flowing(var body) -> body.subscribe(new Reader());
                  case Opening.Whole(_, var pieces) -> pieces.subscribe(new Reader());
                  case Opening.Refused _ -> {}
                }
              });
    }

    String text() {
      return String.join("", writes);
    }

    private final class Reader extends BaseSubscriber<byte[]> {
      @Override
      protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(1);
      }

      @Override
      protected void hookOnNext(byte[] bytes) {
        writes.add(new String(bytes, UTF_8));
        if (stopAfterOneWrite) {
          loop.writable = false;
        }
        request(1);
      }

      @Override
      protected void hookOnComplete() {
        completed = true;
      }

      @Override
      protected void hookOnError(Throwable reason) {
        failure = reason;
      }
    }
  }

  /** One job's log, in entries of one frame each. */
  private final class Log implements ReplayLog {
    private final List<Frame> frames = new ArrayList<>();
    private boolean broken;
    private int reads;

    void add(Frame... more) {
      frames.addAll(List.of(more));
    }

    @Override
    public void read(JobId id, @Nullable LogPosition from, Consumer<Page> reader) {
      reads++;
      if (broken) {
        reader.accept(new Page.Unreadable("no Redis"));
        return;
      }
      List<Frame> found =
          frames.stream()
              .filter(frame -> from == null || frame.sequence() >= from.sequence())
              .limit(LIMITS.logPageMax())
              .toList();
      loop.execute(
          () -> reader.accept(new Page.Frames(found, found.size() == LIMITS.logPageMax())));
    }
  }

  private static final class Counts implements StreamingMetrics {
    private int opened;
    private int closed;
    private int received;
    private int delivered;
    private int duplicate;
    private int stale;
    private int leftToLog;
    private int orphaned;
    private int gapsRepaired;

    @Override
    public void opened() {
      opened++;
    }

    @Override
    public void closed(boolean cancelled) {
      closed++;
    }

    @Override
    public void received() {
      received++;
    }

    @Override
    public void judged(Verdict verdict, Source source) {
      if (source == Source.LOG) {
        return;
      }
      switch (verdict) {
        case Verdict.Deliver _, Verdict.StartAfresh _, Verdict.Failed _ -> delivered++;
        case Verdict.Drop(_, Verdict.Why why) -> {
          switch (why) {
            case DUPLICATE -> duplicate++;
            case STALE -> stale++;
          }
        }
        case Verdict.ReadLog _ -> leftToLog++;
        case Verdict.Broken _ -> stale++;
      }
    }

    @Override
    public void late() {
      duplicate++;
    }

    @Override
    public void leftToLog() {
      leftToLog++;
    }

    @Override
    public void orphaned() {
      orphaned++;
    }

    @Override
    public void gapRepaired() {
      gapsRepaired++;
    }

    @Override
    public void broken() {}

    @Override
    public void unreadable() {}
  }
}
