package online.speka.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import online.speka.dispatcher.intake.PartitionTracker.Progress;
import org.junit.jupiter.api.Test;

class PartitionTrackerTest {

  private static final Instant SINCE = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void commitsTheLowestUnfinishedOffset() {
    // Given
    PartitionTracker tracker = new PartitionTracker(10);
    for (long offset = 10; offset < 15; offset++) {
      tracker.read(offset);
    }

    // When
    tracker.finish(10);
    tracker.finish(12);

    // Then
    assertThat(tracker.committable()).isEqualTo(11);
  }

  @Test
  void commitsThePositionWhenAllIsDone() {
    PartitionTracker tracker = new PartitionTracker(10);
    tracker.read(10);
    tracker.finish(10);

    assertThat(tracker.progress(SINCE).offset()).isEqualTo(11);
  }

  @Test
  void changesOnlyWhenSomethingIsReadOrDone() {
    PartitionTracker tracker = new PartitionTracker(10);
    tracker.progress(SINCE);

    assertThat(tracker.hasChanged()).isFalse();
    tracker.read(10);
    assertThat(tracker.hasChanged()).isTrue();
    tracker.progress(SINCE);
    tracker.finish(99);
    assertThat(tracker.hasChanged()).isFalse();
  }

  @Test
  void runsExactlyTheUnfinishedAgainAfterACrashAtAnyMoment() {
    for (long seed = 0; seed < 500; seed++) {
      // Given jobs that end in any order, and commits now and then
      SplittableRandom random = new SplittableRandom(seed);
      int jobs = random.nextInt(1, 300);
      PartitionTracker tracker = new PartitionTracker(0);
      Progress committed = tracker.progress(SINCE);
      Set<Long> finishedAtCommit = Set.of();
      long readAtCommit = 0;
      List<Long> running = new ArrayList<>();
      Set<Long> finished = new HashSet<>();
      long next = 0;
      int crashAfter = random.nextInt(2 * jobs);
      for (int step = 0; step < crashAfter; step++) {
        if (next < jobs && (running.isEmpty() || random.nextInt(5) < 3)) {
          assertThat(tracker.read(next)).isTrue();
          running.add(next++);
        } else if (!running.isEmpty()) {
          long done = running.remove(random.nextInt(running.size()));
          tracker.finish(done);
          finished.add(done);
        }
        if (random.nextInt(4) == 0) {
          committed = tracker.progress(SINCE);
          finishedAtCommit = Set.copyOf(finished);
          readAtCommit = next;
        }
      }

      // When another process goes on from the last commit
      PartitionTracker successor =
          PartitionTracker.restored(
              OffsetPack.unpack(committed.offset(), committed.metadata()).orElseThrow());
      Set<Long> again = new HashSet<>();
      for (long offset = committed.offset(); offset < jobs; offset++) {
        if (successor.read(offset)) {
          again.add(offset);
        }
      }

      // Then
      Set<Long> expected = new HashSet<>();
      for (long offset = 0; offset < jobs; offset++) {
        if (!finishedAtCommit.contains(offset)) {
          expected.add(offset);
        }
      }
      assertThat(again).as("seed %d", seed).isEqualTo(expected);
      assertThat(readAtCommit).isLessThanOrEqualTo(jobs);
      again.forEach(successor::finish);
      assertThat(successor.committable()).as("seed %d", seed).isEqualTo(jobs);
    }
  }

  @Test
  void doesNotWaitForUnfinishedJobsThatTheLogNoLongerHolds() {
    // Given 5 and 6 unfinished; the log was cut before 6
    PartitionTracker first = new PartitionTracker(5);
    first.read(5);
    first.read(6);
    Progress commit = first.progress(SINCE);
    PartitionTracker tracker =
        PartitionTracker.restored(
            OffsetPack.unpack(commit.offset(), commit.metadata()).orElseThrow());

    // When
    boolean unfinished = tracker.read(6);
    tracker.finish(6);

    // Then
    assertThat(unfinished).isTrue();
    assertThat(tracker.committable()).isEqualTo(7);
  }

  @Test
  void hasNoRoomWhileItsPackIsNearlyTooLong() {
    // Given every other job done
    PartitionTracker tracker = new PartitionTracker(0);
    for (long offset = 0; offset < 6_000; offset++) {
      tracker.read(offset);
    }
    tracker.progress(SINCE);
    boolean roomInOneRun = tracker.hasRoom();
    for (long offset = 1; offset < 6_000; offset += 2) {
      tracker.finish(offset);
    }

    // When
    int length = tracker.progress(SINCE).metadata().length();
    boolean roomWhenScattered = tracker.hasRoom();
    for (long offset = 0; offset < 5_000; offset += 2) {
      tracker.finish(offset);
    }
    tracker.progress(SINCE);

    // Then
    assertThat(roomInOneRun).isTrue();
    assertThat(length).isLessThanOrEqualTo(OffsetPack.LENGTH_MAX);
    assertThat(roomWhenScattered).isFalse();
    assertThat(tracker.hasRoom()).isTrue();
  }
}
