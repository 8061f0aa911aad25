package online.speka.edge.streaming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.stream.LogPosition;
import online.speka.edge.TestJobs;
import online.speka.testkit.schedules.Choices;
import online.speka.testkit.schedules.Schedules;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.BaseSubscriber;

/// One answer in virtual time: frames are logged, then published, lost, repeated or overtaken; a
/// second attempt replays what the first one said; the client stops reading, the log cannot be
/// read, and pages of it come while frames come. `-Dspeka.schedules=1000000` for a million of each.
class ReassemblyScheduleTest {

  private static final int SCHEDULES = 1_000;
  private static final JobId JOB = TestJobs.newId();
  private static final Attempt FIRST = new Attempt(3, 1);
  private static final Attempt SECOND = new Attempt(3, 2);

  @Test
  void aStreamArrivesByteForByteWhateverHappensOnItsWay() {
    AtomicInteger reads = new AtomicInteger();
    Schedules.check(SCHEDULES, choices -> reads.addAndGet(new World(choices, true).run()));
    assertThat(reads).hasPositiveValue();
  }

  @Test
  void aDocumentArrivesByteForByteWhateverHappensOnItsWay() {
    AtomicInteger reads = new AtomicInteger();
    Schedules.check(SCHEDULES, choices -> reads.addAndGet(new World(choices, false).run()));
    assertThat(reads).hasPositiveValue();
  }

  private static final class World implements ClientConnection {
    private static final int FRAMES_MAX = 30;
    private static final int PAGE = 4;
    private static final int ROUNDS_MAX = 400;
    private static final StreamingProperties LIMITS = limits();

    private final Choices choices;
    private final int length;
    private final double loss;
    private final List<Frame> log = new ArrayList<>();
    private final List<Frame> channel = new ArrayList<>();
    private final StringBuilder delivered = new StringBuilder();
    private final ClientBytes out = new ClientBytes(this, () -> {});
    private final Reassembly reassembly;
    private Optional<LogPosition> asked = Optional.empty();
    private boolean reading;
    private boolean pausing;
    private boolean writable = true;
    private boolean completed;
    private int reads;

    World(Choices choices, boolean streaming) {
      this.choices = choices;
      this.length = choices.between(1, FRAMES_MAX);
      this.loss = choices.below(4) * 0.2;
      Answer answer = new Answer(streaming, out, LIMITS);
      var tools =
          new StreamTools((_, _, _) -> {}, null, StreamingMetrics.NONE, LIMITS, _ -> {}, () -> 0);
      this.reassembly = new Reassembly(JOB, streaming, answer, tools);
      answer
          .opening()
          .subscribe(
              opening -> {
                switch (opening) {
                  case Opening.Flowing(var body) -> body.subscribe(new Reader());
                  case Opening.Whole(_, var pieces) -> pieces.subscribe(new Reader());
                  case Opening.Refused(var error, _) -> throw new AssertionError(error.toString());
                }
              });
    }

    int run() {
      boolean dies = choices.chance(0.5);
      int end = dies ? choices.below(length) : length;
      produce(FIRST, 0, end);
      if (dies) {
        produce(SECOND, end == 0 ? 0 : choices.below(end + 1), length);
      }
      while (!channel.isEmpty()) {
        step();
      }
      writable = true;
      for (int round = 0; round < ROUNDS_MAX && !completed; round++) {
        // What falls silent looks into its log.
        reassembly.look();
        readOn(false);
      }
      assertThat(completed).isTrue();
      assertThat(delivered.toString()).isEqualTo(reference());
      assertThat(reassembly.isJobOver()).isTrue();
      return reads;
    }

    private void produce(Attempt attempt, int from, int to) {
      for (int sequence = from; sequence < to; sequence++) {
        Frame frame = frame(attempt, sequence);
        // Fenced: the log has each frame of the longest attempt, in order.
        log.add(frame);
        channel.add(frame);
        if (choices.below(3) == 0) {
          step();
        }
      }
    }

    private Frame frame(Attempt attempt, int sequence) {
      byte[] bytes = piece(sequence).getBytes(UTF_8);
      return new Frame(
          JOB,
          attempt,
          sequence,
          true,
          null,
          sequence == length - 1 ? new Content.End(bytes) : new Content.Chunk(bytes));
    }

    private static String piece(int sequence) {
      return sequence + ";";
    }

    private String reference() {
      StringBuilder all = new StringBuilder();
      for (int sequence = 0; sequence < length; sequence++) {
        all.append(piece(sequence));
      }
      return all.toString();
    }

    private void step() {
      if (!channel.isEmpty()) {
        arrive(channel.remove(choices.below(Math.min(channel.size(), 3))));
      }
      if (choices.chance(0.1)) {
        writable = !writable;
      }
      out.drain();
      if (choices.below(2) == 1) {
        readOn(choices.chance(0.1));
      }
    }

    private void arrive(Frame frame) {
      String name = frame.attempt() + "#" + frame.sequence();
      if (choices.chance(loss)) {
        choices.note("lost " + name);
        return;
      }
      if (choices.chance(0.05)) {
        channel.add(frame);
      }
      choices.note("comes " + name);
      reassembly.arrived(frame);
    }

    /// Begins a read, or ends the one that was begun, or ends a pause.
    private void readOn(boolean unreadable) {
      if (pausing) {
        pausing = false;
        reassembly.resume();
      } else if (reading) {
        reading = false;
        reads++;
        pausing =
            reassembly.read(unreadable ? new ReplayLog.Page.Unreadable("cut") : page()).isPresent();
      } else if (reassembly.beginRead()) {
        reading = true;
        asked = reassembly.logPosition();
      }
      out.drain();
    }

    private ReplayLog.Page page() {
      List<Frame> found =
          log.stream().filter(frame -> isWanted(frame, asked.orElse(null))).toList();
      choices.note("reads the log from " + asked + ": " + found.size());
      return new ReplayLog.Page.Frames(
          found.subList(0, Math.min(PAGE, found.size())), found.size() > PAGE);
    }

    private static boolean isWanted(Frame frame, @Nullable LogPosition from) {
      return from == null
          || frame.attempt().compareTo(from.attempt()) > 0
          || (frame.attempt().equals(from.attempt()) && frame.sequence() >= from.sequence());
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {}

    @Override
    public boolean isWritable() {
      return writable;
    }

    @Override
    public void onWritable(Runnable task) {}

    @Override
    public void abort() {
      throw new AssertionError("nobody asked for this");
    }

    private static StreamingProperties limits() {
      Duration second = Duration.ofSeconds(1);
      return new StreamingProperties(
          DataSize.ofBytes(16),
          DataSize.ofKilobytes(10),
          300,
          second,
          second,
          second,
          second,
          second,
          second,
          second,
          16,
          8,
          6,
          Duration.ofMillis(20),
          100,
          second,
          second,
          second,
          second,
          second);
    }

    private final class Reader extends BaseSubscriber<byte[]> {
      @Override
      protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
      }

      @Override
      protected void hookOnNext(byte[] bytes) {
        delivered.append(new String(bytes, UTF_8));
      }

      @Override
      protected void hookOnComplete() {
        completed = true;
      }

      @Override
      protected void hookOnError(Throwable reason) {
        throw new AssertionError(reason);
      }
    }
  }
}
