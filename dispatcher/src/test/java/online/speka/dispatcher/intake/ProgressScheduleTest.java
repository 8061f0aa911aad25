package online.speka.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import online.speka.dispatcher.intake.PartitionTracker.Progress;
import online.speka.testkit.schedules.Choices;
import online.speka.testkit.schedules.Schedules;
import org.junit.jupiter.api.Test;

/// One partition and the owners it has one after another: jobs end in any order, commits are made
/// now and then, some get lost, and any owner may die at any moment. `-Dspeka.schedules=1000000`
/// for a million of each.
class ProgressScheduleTest {

  private static final int SCHEDULES = 2_000;
  private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void runsExactlyTheUnfinishedAgainWhoeverDiesWhenever() {
    AtomicInteger deaths = new AtomicInteger();
    Schedules.check(SCHEDULES, choices -> deaths.addAndGet(new Partition(choices).run()));
    assertThat(deaths).hasPositiveValue();
  }

  @Test
  void bringsBackWhatWasPackedForAnySet() {
    Schedules.check(
        SCHEDULES,
        choices -> {
          // Given runs of unfinished and of finished offsets
          long base = 1L << choices.below(40);
          TreeSet<Long> unfinished = new TreeSet<>();
          long position = base;
          for (int runs = choices.below(60); runs > 0; runs--) {
            for (int i = choices.between(1, 40); i > 0; i--) {
              unfinished.add(position++);
            }
            position += choices.below(40);
          }
          long committed = unfinished.isEmpty() ? position : unfinished.first();

          // When
          OffsetPack.Packed packed = OffsetPack.pack(SINCE, position, unfinished);

          // Then
          assertThat(packed.exact()).isTrue();
          assertThat(packed.metadata().length()).isLessThanOrEqualTo(OffsetPack.LENGTH_MAX);
          assertThat(OffsetPack.unpack(committed, packed.metadata()))
              .contains(new OffsetPack.Unpacked(SINCE, position, List.copyOf(unfinished)));
        });
  }

  /// What is true of the partition, beside what its owner thinks.
  private static final class Partition {
    private static final int JOBS_MAX = 60;
    private static final int OWNERS_MAX = 4;

    private final Choices choices;
    private final int jobs;
    private final Set<Long> finished = new TreeSet<>();

    private PartitionTracker tracker = new PartitionTracker(0);
    private final List<Long> running = new ArrayList<>();
    private long next;

    private Progress committed = tracker.progress(SINCE);
    private Set<Long> finishedAtCommit = Set.of();

    Partition(Choices choices) {
      this.choices = choices;
      this.jobs = choices.between(1, JOBS_MAX);
    }

    int run() {
      int deaths = choices.below(OWNERS_MAX);
      for (int death = 0; death < deaths; death++) {
        for (int step = choices.below(2 * jobs); step > 0; step--) {
          step();
        }
        die();
      }
      while (next < jobs || !running.isEmpty()) {
        step();
      }
      assertThat(tracker.committable()).isEqualTo(jobs);
      assertThat(finished).hasSize(jobs);
      return deaths;
    }

    private void step() {
      if (next < jobs && (running.isEmpty() || choices.below(5) < 3)) {
        read();
      } else if (!running.isEmpty()) {
        long done = running.remove(choices.below(running.size()));
        choices.note("ends " + done);
        tracker.finish(done);
        finished.add(done);
      }
      if (choices.chance(0.25)) {
        commit(choices.chance(0.1));
      }
    }

    private void read() {
      choices.note("reads " + next);
      if (tracker.read(next)) {
        running.add(next);
      } else {
        assertThat(finishedAtCommit).contains(next);
      }
      next++;
    }

    private void commit(boolean lost) {
      Progress progress = tracker.progress(SINCE);
      choices.note((lost ? "commits in vain " : "commits ") + progress.offset());
      assertThat(tracker.hasChanged()).isFalse();
      if (!lost) {
        committed = progress;
        finishedAtCommit = Set.copyOf(finished);
      }
    }

    /// What ended and was not committed is run again, and nothing else of what ended.
    private void die() {
      choices.note("dies");
      running.clear();
      next = committed.offset();
      finished.retainAll(finishedAtCommit);
      tracker =
          PartitionTracker.restored(
              OffsetPack.unpack(committed.offset(), committed.metadata()).orElseThrow());
      assertThat(LongStream.range(0, next).allMatch(finishedAtCommit::contains)).isTrue();
    }
  }
}
