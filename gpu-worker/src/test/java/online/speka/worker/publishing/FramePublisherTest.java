package online.speka.worker.publishing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.worker.Jobs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FramePublisherTest {

  private static final long MS = 1_000_000;
  private static final OutboxLimits LIMITS =
      new OutboxLimits(
          5 * MS,
          4096,
          128 * 1024,
          3,
          64 * 1024,
          new OutboxLimits.History(64 * 1024, 256 * 1024, 1000 * MS));

  private final FakeRedis redis = new FakeRedis();
  private final Deque<Runnable> timers = new ConcurrentLinkedDeque<>();
  private final Job job = Jobs.streaming("m");
  private final AtomicInteger superseded = new AtomicInteger();
  private long nowNanos;
  private FramePublisher publisher;

  @BeforeEach
  void start() {
    PublishingTimer timer =
        new PublishingTimer() {
          @Override
          public void soon(Runnable task) {
            timers.add(task);
          }

          @Override
          public void after(long nanos, Runnable task) {
            timers.add(task);
          }

          @Override
          public void every(long nanos, Runnable task) {}
        };
    publisher =
        new FramePublisher(
            LIMITS,
            redis,
            timer,
            PublishingMetrics.NONE,
            new FramePublisher.Time(InstantSource.system(), () -> nowNanos));
    publisher.start(Duration.ofSeconds(5));
    redis.connect();
  }

  // ---- when frames travel ----

  @Test
  void anIdlePublisherSendsAtOnce() throws Exception {
    stream().chunk(bytes(10));

    assertThat(redis.inFlight()).isEqualTo(1);
  }

  @Test
  void whatComesWhileAPublishIsInFlightTravelsTogether() throws Exception {
    FrameStream stream = stream();
    for (int i = 0; i < 5; i++) {
      stream.chunk(bytes(10));
    }
    assertThat(redis.inFlight()).isEqualTo(1);

    answerAll();

    assertThat(redis.messages()).extracting(List::size).containsExactly(1, 4);
    assertThat(redis.heard(job.id())).containsExactly(0, 1, 2, 3, 4);
    assertThat(redis.logged(job.id())).containsExactly(0, 1, 2, 3, 4);
    assertThat(redis.entries(job.id())).hasSize(2);
  }

  @Test
  void enoughBytesDoNotWaitForTheAcknowledgement() throws Exception {
    FrameStream stream = stream();
    stream.chunk(bytes(10));
    stream.chunk(bytes(2000));
    assertThat(redis.inFlight()).isEqualTo(1);

    stream.chunk(bytes(3000));

    assertThat(redis.inFlight()).isEqualTo(2);
  }

  @Test
  void oldEnoughFramesDoNotWaitForTheAcknowledgement() throws Exception {
    FrameStream stream = stream();
    stream.chunk(bytes(10));
    stream.chunk(bytes(10));
    nowNanos += 4 * MS;
    runTimers();
    assertThat(redis.inFlight()).isEqualTo(1);

    nowNanos += MS;
    runTimers();

    assertThat(redis.inFlight()).isEqualTo(2);
  }

  @Test
  void publishesInFlightAreBounded() throws Exception {
    FrameStream stream = stream();
    for (int i = 0; i < 10; i++) {
      stream.chunk(bytes(5000));
    }

    assertThat(redis.inFlight()).isEqualTo(LIMITS.inFlightMax());
    answerAll();
    assertThat(redis.heard(job.id())).isEqualTo(IntStream.range(0, 10).boxed().toList());
  }

  @Test
  void oneMessageCarriesFramesOfManyJobsOfOneEdge() throws Exception {
    FrameStream first = stream();
    first.chunk(bytes(1));
    Job other = Jobs.streaming("m");
    Job elsewhere = Jobs.job("m", true, new EdgeId("edge-b"), Duration.ofMinutes(1));
    stream(other, 1, StreamOpening.NOTHING_SENT).chunk(bytes(1));
    stream(elsewhere, 1, StreamOpening.NOTHING_SENT).chunk(bytes(1));
    first.chunk(bytes(1));

    answerAll();

    assertThat(redis.messages()).hasSize(3);
    assertThat(redis.messages().get(1)).extracting(Frame::job).contains(job.id(), other.id());
    assertThat(redis.messages().get(2)).extracting(Frame::job).containsExactly(elsewhere.id());
  }

  // ---- what frames are ----

  @Test
  void aLongChunkIsCut() throws Exception {
    FrameStream stream = stream();
    byte[] bytes = new byte[2 * Frame.BYTES_MAX + 5];
    Thread engine = Thread.ofVirtual().start(() -> chunkQuietly(stream, bytes));
    await().atMost(Duration.ofSeconds(10)).until(() -> drainUntilDone(engine));

    assertThat(redis.messages().stream().flatMap(List::stream))
        .extracting(frame -> ((Content.Chunk) frame.content()).bytes().length)
        .containsExactly(Frame.BYTES_MAX, Frame.BYTES_MAX, 5);
  }

  private boolean drainUntilDone(Thread engine) {
    answerAll();
    return !engine.isAlive() && redis.inFlight() == 0;
  }

  @Test
  void framesThatWereSentByAnEarlierAttemptAreLeftOut() throws Exception {
    FrameStream stream = stream(job, 2, 2);
    for (int i = 0; i < 3; i++) {
      stream.chunk(bytes(1));
      assertThat(stream.caughtUp()).isEqualTo(i == 2);
    }
    assertThat(redis.inFlight()).isZero();

    stream.chunk(bytes(1));
    stream.end(bytes(1));
    answerAll();

    assertThat(redis.heard(job.id())).containsExactly(3, 4);
    assertThat(redis.messages().getFirst().getFirst().trace()).isEqualTo(Jobs.TRACE);
  }

  @Test
  void anErrorGoesBehindEverythingThatWasSent() throws Exception {
    FrameStream stream = stream(job, 2, 7);
    stream.chunk(bytes(1));

    stream.fail(ApiError.of(ErrorReason.UPSTREAM_ERROR, "broken"));
    answerAll();

    assertThat(redis.heard(job.id())).containsExactly(8);
  }

  @Test
  void aLongEndIsStoredAndOnlyItsArrivalPublished() {
    FrameStream stream = stream(Jobs.document("m"), 1, StreamOpening.NOTHING_SENT);

    stream.end(new byte[Frame.PUBLISHED_BYTES_MAX + 1]);
    answerAll();

    List<Frame> heard = redis.messages().stream().flatMap(List::stream).toList();
    assertThat(heard)
        .singleElement()
        .satisfies(
            frame -> {
              assertThat(frame.content()).isInstanceOf(Content.Stored.class);
              assertThat(frame.sequence()).isEqualTo(4);
            });
    assertThat(redis.logged(heard.getFirst().job())).containsExactly(0, 1, 2, 3, 4);
  }

  // ---- what keeps the promise ----

  @Test
  void whatWasNotAcknowledgedIsSentAgainInOrder() throws Exception {
    FrameStream stream = stream();
    for (int i = 0; i < 3; i++) {
      stream.chunk(bytes(5000));
    }
    stream.chunk(bytes(1));

    // The first was executed although nobody heard so.
    redis.breakAfter(1);
    stream.chunk(bytes(1));
    assertThat(redis.inFlight()).isZero();
    redis.connect();
    answerAll();

    assertThat(redis.heard(job.id())).containsExactly(0, 0, 1, 2, 3, 4);
    assertThat(redis.logged(job.id())).containsExactly(0, 1, 2, 3, 4);
    assertThat(superseded).hasValue(0);
    assertThat(stream.awaitAcknowledged(Duration.ZERO)).isTrue();
  }

  @Test
  void anAnswerOfAConnectionThatWasGivenUpCountsForNothing() throws Exception {
    FrameStream stream = stream();
    stream.chunk(bytes(1));
    redis.breakAfter(1);
    redis.connect();
    runTimers();

    assertThat(stream.awaitAcknowledged(Duration.ZERO)).isFalse();
    answerAll();
    assertThat(stream.awaitAcknowledged(Duration.ZERO)).isTrue();
  }

  @Test
  void aLateFailureOfAnEarlierConnectionLeavesTheNewOneAlone() throws Exception {
    FrameStream stream = stream();
    stream.chunk(bytes(1));
    Runnable lateFailure = redis.breakSilently();
    redis.connect();
    runTimers();
    assertThat(redis.inFlight()).isEqualTo(1);

    lateFailure.run();

    assertThat(redis.resets()).isZero();
    answerAll();
    assertThat(stream.awaitAcknowledged(Duration.ZERO)).isTrue();
  }

  @Test
  void aBatchThatFailsMakesANewConnection() throws Exception {
    FrameStream stream = stream();
    stream.chunk(bytes(1));
    stream.chunk(bytes(1));

    redis.fail();

    assertThat(redis.resets()).isEqualTo(1);
    assertThat(redis.inFlight()).isZero();
    redis.connect();
    answerAll();
    assertThat(redis.heard(job.id())).containsExactly(0, 1);
  }

  @Test
  void aRedisThatHasForgottenEverythingIsTold() throws Exception {
    FrameStream stream = stream();
    for (int i = 0; i < 3; i++) {
      stream.chunk(bytes(10));
      answerAll();
    }
    stream.chunk(bytes(10));
    redis.breakAfter(0);

    redis.connectWithoutData();
    answerAll();
    stream.end(bytes(1));
    answerAll();

    assertThat(redis.logged(job.id())).containsExactly(0, 1, 2, 3, 4);
    assertThat(redis.heard(job.id())).containsExactly(0, 1, 2, 0, 1, 2, 3, 4);
    assertThat(redis.entries(job.id()).getFirst().expiry()).isPositive();
  }

  @Test
  void aRedisThatForgetsAnAnswerThatHasJustEndedIsToldToo() throws Exception {
    FrameStream stream = stream();
    stream.chunk(bytes(10));
    answerAll();
    stream.end(bytes(1));
    answerAll();
    stream.close();

    redis.connectWithoutData();
    answerAll();

    assertThat(redis.logged(job.id())).containsExactly(0, 1);
    assertThat(redis.heard(job.id())).containsExactly(0, 1, 1);
  }

  @Test
  void anAnswerThatEndedLongAgoIsForgotten() throws Exception {
    FrameStream stream = stream();
    stream.end(bytes(10));
    answerAll();
    stream.close();
    nowNanos += LIMITS.history().endedNanos() + 1;

    redis.connectWithoutData();
    answerAll();

    assertThat(redis.logged(job.id())).isEmpty();
  }

  @Test
  void whatIsKeptOfAllJobsIsBoundedAndEndedOnesGiveWay() throws Exception {
    Job first = Jobs.streaming("m");
    FrameStream ended = stream(first, 1, StreamOpening.NOTHING_SENT);
    for (int i = 0; i < 6; i++) {
      ended.chunk(bytes(10_000));
      answerAll();
    }
    ended.close();
    Job[] running = new Job[5];
    for (int j = 0; j < running.length; j++) {
      running[j] = Jobs.streaming("m");
      FrameStream stream = stream(running[j], 1, StreamOpening.NOTHING_SENT);
      for (int i = 0; i < 6; i++) {
        stream.chunk(bytes(10_000));
        answerAll();
        assertThat(publisher.historyBytes()).isLessThanOrEqualTo(LIMITS.history().bytesMax());
      }
    }

    redis.connectWithoutData();
    answerAll();

    assertThat(redis.logged(first.id())).isEmpty();
    assertThat(redis.logged(running[0].id())).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(redis.logged(running[4].id())).endsWith(5).hasSizeLessThan(6);
  }

  @Test
  void aNewerAttemptInTheLogEndsThisOneOnce() throws Exception {
    FrameStream zombie = stream(job, 1, StreamOpening.NOTHING_SENT);
    zombie.chunk(bytes(1));
    answerAll();
    FrameStream newer = stream(job, 2, 0);
    newer.chunk(bytes(1));
    newer.chunk(bytes(1));
    answerAll();

    zombie.chunk(bytes(5000));
    zombie.chunk(bytes(5000));
    answerAll();

    assertThat(zombie.isSuperseded()).isTrue();
    assertThat(newer.isSuperseded()).isFalse();
    assertThat(superseded).hasValue(1);
    zombie.chunk(bytes(1));
    assertThat(redis.inFlight()).isZero();
    assertThat(redis.logged(job.id())).containsExactly(0, 1);
  }

  @Test
  void anEngineWaitsWhileTooMuchOfItsJobIsNotAcknowledged() throws Exception {
    FrameStream stream = stream();
    AtomicBoolean written = new AtomicBoolean();
    Thread engine =
        Thread.ofVirtual()
            .start(
                () -> {
                  chunkQuietly(stream, bytes(60 * 1024));
                  chunkQuietly(stream, bytes(60 * 1024));
                  written.set(true);
                });
    await().atMost(Duration.ofSeconds(10)).until(() -> redis.inFlight() == 2);
    assertThat(engine.join(Duration.ofMillis(50))).isFalse();
    assertThat(written).isFalse();

    redis.answer();

    assertThat(engine.join(Duration.ofSeconds(10))).isTrue();
    assertThat(written).isTrue();
  }

  @Test
  void theEndIsHeardWhenTheLogHasTakenItAndNotBefore() throws Exception {
    // Given
    FrameStream stream = stream();
    stream.chunk(bytes(10));
    answerAll();

    // When
    stream.end(bytes(1));
    redis.answer();
    List<Integer> atOnce = redis.heard(job.id());
    List<Integer> logged = redis.logged(job.id());
    answerAll();

    // Then
    assertThat(logged).containsExactly(0, 1);
    assertThat(atOnce).containsExactly(0);
    assertThat(redis.heard(job.id())).containsExactly(0, 1);
  }

  @Test
  void theEndOfASupersededAttemptIsNeverHeard() throws Exception {
    // Given
    FrameStream older = stream();
    FrameStream newer =
        publisher.open(new StreamOpening(job, new Attempt(1, 2), false, -1, null, () -> {}));
    newer.chunk(bytes(1));
    answerAll();

    // When
    older.end(bytes(1));
    older.close();
    answerAll();

    // Then
    assertThat(older.isSuperseded()).isTrue();
    assertThat(redis.heard(job.id())).containsExactly(0);
  }

  @Test
  void anAbandonedStreamMakesNobodyWait() throws Exception {
    FrameStream stream = stream();
    redis.breakAfter(0);
    Thread engine = Thread.ofVirtual().start(() -> chunkQuietly(stream, bytes(65 * 1024)));
    assertThat(engine.join(Duration.ofMillis(50))).isFalse();

    stream.abandon();

    assertThat(engine.join(Duration.ofSeconds(10))).isTrue();
    assertThat(stream.awaitAcknowledged(Duration.ZERO)).isTrue();
    redis.connect();
    runTimers();
    assertThat(redis.inFlight()).isZero();
    assertThat(publisher.collectedBytes()).isZero();
  }

  @Test
  void manyWritersLoseAndRepeatNothing() throws Exception {
    // Given: a Redis that answers on a thread of its own
    AtomicBoolean done = new AtomicBoolean();
    LockedRedis locked = new LockedRedis();
    Thread answering = Thread.ofPlatform().start(() -> locked.answerUntil(done));
    FramePublisher many =
        new FramePublisher(
            LIMITS,
            locked,
            PublishingTimer.of(
                Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())),
            PublishingMetrics.NONE,
            new FramePublisher.Time(InstantSource.system(), System::nanoTime));
    many.start(Duration.ofSeconds(60));
    locked.listener.connected(false);

    // When
    List<Job> jobs = IntStream.range(0, 50).mapToObj(_ -> Jobs.streaming("m")).toList();
    List<Thread> engines = new ArrayList<>();
    for (Job each : jobs) {
      FrameStream stream =
          many.open(new StreamOpening(each, new Attempt(1, 1), true, -1, null, () -> {}));
      engines.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    for (int i = 0; i < 200; i++) {
                      chunkQuietly(stream, bytes(20));
                    }
                    stream.end(bytes(1));
                  }));
    }
    for (Thread engine : engines) {
      engine.join();
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> jobs.stream().allMatch(each -> locked.heardAll(each, 201)));
    done.set(true);
    answering.join();

    // Then
    List<Integer> all = IntStream.range(0, 201).boxed().toList();
    assertThat(jobs).allSatisfy(each -> assertThat(locked.inner.heard(each.id())).isEqualTo(all));
    assertThat(jobs).allSatisfy(each -> assertThat(locked.inner.logged(each.id())).isEqualTo(all));
  }

  /// Answers on another thread than the ones that send.
  private static final class LockedRedis implements FrameTransport {
    private final FakeRedis inner = new FakeRedis();
    private Listener listener;

    @Override
    public void start(Listener toTell) {
      listener = toTell;
      inner.start(toTell);
    }

    @Override
    public CompletionStage<List<Batch.Appended>> send(Batch batch) {
      synchronized (inner) {
        return inner.send(batch);
      }
    }

    void answerUntil(AtomicBoolean done) {
      while (!done.get()) {
        Runnable answer;
        synchronized (inner) {
          answer = inner.inFlight() > 0 ? inner.prepareAnswer() : () -> {};
        }
        answer.run(); // Outside the lock, as a connection's thread does.
      }
    }

    boolean heardAll(Job job, int frames) {
      synchronized (inner) {
        return inner.heard(job.id()).size() >= frames;
      }
    }

    @Override
    public void reset() {}

    @Override
    public void close() {}
  }

  private FrameStream stream() {
    return stream(job, 1, StreamOpening.NOTHING_SENT);
  }

  private FrameStream stream(Job of, int attempt, int resumeAfter) {
    return publisher.open(
        new StreamOpening(
            of,
            new Attempt(1, attempt),
            true,
            resumeAfter,
            Jobs.TRACE,
            superseded::incrementAndGet));
  }

  /// Redis answers everything, and whatever that brings about.
  private void answerAll() {
    while (redis.inFlight() > 0 || !timers.isEmpty()) {
      redis.answerAll();
      runTimers();
    }
  }

  private void runTimers() {
    List<Runnable> due = new ArrayList<>(timers);
    timers.clear();
    due.forEach(Runnable::run);
  }

  private static void chunkQuietly(FrameStream stream, byte[] bytes) {
    try {
      stream.chunk(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] bytes(int count) {
    return "x".repeat(count).getBytes(US_ASCII);
  }
}
