package online.speka.dispatcher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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
