package online.speka.edge.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.edge.TestJobs;
import online.speka.testkit.schedules.Choices;
import online.speka.testkit.schedules.Schedules;
import org.junit.jupiter.api.Test;

/// Seeded schedules: one or two attempts write to the log and publish; messages are lost, repeated
/// and reordered; the log is read whenever the assembly asks for it, and once at the end.
/// `-Dspeka.schedules=1000000` for a million of each.
class AssemblyScheduleTest {
  private static final int SCHEDULES = 2000;
  private static final double REPEATED = 0.05;
  private static final double NO_ROOM = 0.1;
  private static final JobId JOB = TestJobs.newId();
  private static final Attempt FIRST = new Attempt(3, 1);
  private static final Attempt SECOND = new Attempt(3, 2);

  @Test
  void oneAttemptArrivesByteForByte() {
    Schedules.check(
        SCHEDULES,
        choices -> {
          World world = new World(choices, false);
          world.produce(FIRST, 0, world.length, "a", false, true);

          world.runToTheEnd();

          world.assertDelivered(world.reference("a"));
        });
  }

  @Test
  void aSecondAttemptThatReplaysArrivesByteForByte() {
    Schedules.check(
        SCHEDULES,
        choices -> {
          World world = new World(choices, false);
          int died = choices.below(world.length);
          world.produce(FIRST, 0, died, "a", true, false);
          world.runForAWhile();
          // It may begin before the log's last frame, and the first one may still speak.
          int from = died == 0 ? 0 : choices.below(died + 1);
          world.produce(SECOND, from, world.length, "a", true, true);
          world.zombie(FIRST, died, Math.min(died + 3, world.length), "a", true);

          world.runToTheEnd();

          world.assertDelivered(world.reference("a"));
        });
  }

  @Test
  void aSecondAttemptThatContinuesArrivesByteForByte() {
    Schedules.check(
        SCHEDULES,
        choices -> {
          World world = new World(choices, false);
          int died = choices.below(world.length);
          world.produce(FIRST, 0, died, "a", false, false);
          world.runForAWhile();
          world.produce(SECOND, died, world.length, "b", false, true);

          world.runToTheEnd();

          world.assertDelivered(
              world.reference("a").substring(0, died * 3)
                  + world.reference("b").substring(died * 3));
        });
  }

  @Test
  void aDocumentOfASecondAttemptReplacesTheFirst() {
    Schedules.check(
        SCHEDULES,
        choices -> {
          World world = new World(choices, true);
          world.produce(FIRST, 0, choices.below(world.length), "a", false, false);
          world.runForAWhile();
          world.produce(SECOND, 0, world.length, "b", false, true);

          world.runToTheEnd();

          world.assertDelivered(world.reference("b"));
        });
  }

  @Test
  void aZombieThatDivergesNeverMixesWithItsSuccessor() {
    AtomicInteger broken = new AtomicInteger();
    Schedules.check(
        SCHEDULES,
        choices -> {
          World world = new World(choices, false);
          int died = choices.below(world.length);
          world.produce(FIRST, 0, died, "a", false, false);
          world.runForAWhile();
          world.produce(SECOND, died, world.length, "b", false, true);
          world.zombie(FIRST, died, world.length, "a", false);

          world.runToTheEnd();

          String successor =
              world.reference("a").substring(0, died * 3)
                  + world.reference("b").substring(died * 3);
          if (world.isBroken()) {
            broken.incrementAndGet();
            // What the client saw before the error is what one of them said.
            assertThat(
                    world.reference("a").startsWith(world.delivered())
                        || successor.startsWith(world.delivered()))
                .isTrue();
          } else {
            assertThat(world.delivered()).isIn(successor, world.reference("a"));
          }
        });
    assertThat(broken).hasPositiveValue();
  }

  /** A worker's log, a lossy channel, and the edge at its end. */
  private static final class World {
    private final Choices choices;
    private final int length;
    private final List<Frame> log = new ArrayList<>();
    private final List<Frame> channel = new ArrayList<>();
    private final StringBuilder delivered = new StringBuilder();
    private final double loss;
    private Assembly assembly;
    private boolean ended;
    private boolean broken;

    World(Choices choices, boolean discardable) {
      this.choices = choices;
      this.length = 1 + choices.below(20);
      this.loss = choices.below(4) * 0.2;
      this.assembly = Assembly.empty(discardable);
    }

    /** Every piece is three characters long. */
    String reference(String voice) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < length; i++) {
        all.append(piece(voice, i));
      }
      return all.toString();
    }

    private static String piece(String voice, int sequence) {
      return "%s%02d".formatted(voice, sequence);
    }

    void produce(
        Attempt attempt, int from, int to, String voice, boolean replayable, boolean ends) {
      for (int i = from; i < to; i++) {
        Frame frame = frame(attempt, i, voice, replayable, ends && i == to - 1);
        log.add(frame);
        channel.add(frame);
        if (choices.below(3) == 2) {
          step();
        }
      }
    }

    /** Published, but fenced off from the log. */
    void zombie(Attempt attempt, int from, int to, String voice, boolean replayable) {
      for (int i = from; i < to; i++) {
        channel.add(frame(attempt, i, voice, replayable, i == length - 1));
      }
    }

    private Frame frame(
        Attempt attempt, int sequence, String voice, boolean replayable, boolean last) {
      byte[] bytes = piece(voice, sequence).getBytes(UTF_8);
      return new Frame(
          JOB,
          attempt,
          sequence,
          replayable,
          null,
          last ? new Content.End(bytes) : new Content.Chunk(bytes));
    }

    void runForAWhile() {
      for (int i = choices.below(30); i > 0; i--) {
        step();
      }
    }

    void runToTheEnd() {
      while (!channel.isEmpty()) {
        step();
      }
      // A silent stream looks into its log.
      readLog();
      readLog();
    }

    private void step() {
      if (channel.isEmpty()) {
        return;
      }
      Frame frame = channel.remove(choices.below(Math.min(channel.size(), 3)));
      if (choices.chance(loss)) {
        choices.note("lost " + frame.attempt() + "#" + frame.sequence());
        return;
      }
      if (choices.chance(REPEATED)) {
        choices.note("twice " + frame.attempt() + "#" + frame.sequence());
        channel.add(frame);
      }
      choices.note("comes " + frame.attempt() + "#" + frame.sequence());
      if (choices.chance(NO_ROOM)) {
        assembly = ended ? assembly : assembly.passOver(frame);
      } else {
        accept(frame, false);
      }
      if (assembly.isBehind() && choices.below(2) == 1) {
        readLog();
      }
    }

    private void readLog() {
      List<Frame> wanted =
          assembly
              .logPosition()
              .map(
                  from ->
                      log.stream()
                          .filter(
                              frame ->
                                  frame.attempt().compareTo(from.attempt()) > 0
                                      || (frame.attempt().equals(from.attempt())
                                          && frame.sequence() >= from.sequence()))
                          .toList())
              .orElseGet(() -> List.copyOf(log));
      wanted.forEach(frame -> accept(frame, true));
    }

    private void accept(Frame frame, boolean logged) {
      if (ended) {
        return;
      }
      switch (logged ? assembly.judgeLogged(frame) : assembly.judge(frame)) {
        case Verdict.Deliver(Assembly then, byte[] bytes, boolean last) -> {
          assembly = then;
          delivered.append(new String(bytes, UTF_8));
          ended = last;
        }
        case Verdict.StartAfresh(Assembly then, byte[] bytes, boolean last) -> {
          assembly = then;
          delivered.setLength(0);
          delivered.append(new String(bytes, UTF_8));
          ended = last;
        }
        case Verdict.Drop(Assembly then, _) -> assembly = then;
        case Verdict.ReadLog(Assembly then) -> assembly = then;
        case Verdict.Failed _ -> throw new AssertionError("nobody failed");
        case Verdict.Broken _ -> {
          broken = true;
          ended = true;
        }
      }
    }

    boolean isBroken() {
      return broken;
    }

    String delivered() {
      return delivered.toString();
    }

    void assertDelivered(String expected) {
      assertThat(broken).as("broken").isFalse();
      assertThat(ended).as("ended").isTrue();
      assertThat(delivered.toString()).isEqualTo(expected);
    }
  }
}
