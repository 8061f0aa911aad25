package online.speka.worker.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicroBatcherTest {

  private static final BatchLimits LIMITS = new BatchLimits(32, 512, 10_000);

  @Test
  void nothingWaitsNothingRuns() {
    assertThat(new MicroBatcher<String>(LIMITS).next()).isEmpty();
  }

  @Test
  void anIdleEngineGetsASingleInputAtOnce() {
    // Given
    MicroBatcher<String> batcher = new MicroBatcher<>(LIMITS);
    // When
    batcher.submit("a", new int[] {7});
    // Then
    assertThat(batcher.next())
        .hasValueSatisfying(
            batch ->
                assertThat(batch.inputs()).containsExactly(new Batch.Input<String>("a", 0, 7)));
    assertThat(batcher.next()).isEmpty();
    assertThat(batcher.waiting()).isZero();
  }

  @Test
  void jobsThatWaitedShareABatch() {
    // Given
    MicroBatcher<String> batcher = new MicroBatcher<>(LIMITS);
    batcher.submit("a", new int[] {10});
    batcher.submit("b", new int[] {11, 9});
    // When
    Batch<String> batch = batcher.next().orElseThrow();
    // Then
    assertThat(batch.inputs()).extracting(Batch.Input::job).containsExactly("b", "a", "b");
    assertThat(batch.inputs()).extracting(Batch.Input::tokens).containsExactly(9, 10, 11);
  }

  @Test
  void aJobOfOneInputIsNotBlockedByAJobOfManyThatCameFirst() {
    // Given
    MicroBatcher<String> batcher = new MicroBatcher<>(LIMITS);
    int[] many = new int[2048];
    Arrays.fill(many, 12);
    batcher.submit("many", many);
    batcher.next();
    // When: a length of the other job's, and one that fits to none of its batches
    batcher.submit("alike", new int[] {12});
    batcher.submit("unlike", new int[] {200});
    // Then
    assertThat(jobs(batcher.next().orElseThrow())).contains("alike");
    assertThat(jobs(batcher.next().orElseThrow())).contains("unlike");
  }

  @Test
  void jobsOfManyInputsAdvanceTogether() {
    // Given
    MicroBatcher<String> batcher = new MicroBatcher<>(LIMITS);
    int[] lengths = new int[64];
    Arrays.fill(lengths, 10);
    batcher.submit("a", lengths);
    batcher.submit("b", lengths);
    // When
    List<String> jobs =
        batcher.next().orElseThrow().inputs().stream().map(Batch.Input::job).toList();
    // Then
    assertThat(jobs).filteredOn("a"::equals).hasSize(16);
    assertThat(jobs).filteredOn("b"::equals).hasSize(16);
  }

  @Test
  void shortAndLongInputsDoNotShareABatchBecausePaddingCosts() {
    // Given
    MicroBatcher<String> batcher = new MicroBatcher<>(LIMITS);
    // When
    batcher.submit("a", new int[] {200, 5, 6, 210});
    // Then
    assertThat(batcher.next().orElseThrow().inputs())
        .extracting(Batch.Input::index)
        .containsExactly(1, 2);
    assertThat(batcher.next().orElseThrow().inputs())
        .extracting(Batch.Input::index)
        .containsExactly(0, 3);
  }

  @Test
  void anInputLongerThanABatchRunsAlone() {
    // Given
    MicroBatcher<String> batcher = new MicroBatcher<>(new BatchLimits(32, 100, 100));
    batcher.submit("a", new int[] {150, 150});
    // When
    Batch<String> batch = batcher.next().orElseThrow();
    // Then
    assertThat(batch.inputs()).hasSize(1);
    assertThat(batcher.waiting()).isEqualTo(1);
  }

  @Test
  void aRemovedJobTakesItsWaitingInputsWithIt() {
    // Given
    MicroBatcher<String> batcher = new MicroBatcher<>(new BatchLimits(2, 512, 100));
    batcher.submit("gone", new int[] {5, 5, 5, 5, 5});
    batcher.submit("stays", new int[] {90});
    batcher.next();
    // When
    int removed = batcher.remove("gone");
    // Then
    assertThat(removed).isEqualTo(3);
    assertThat(batcher.remove("gone")).isZero();
    assertThat(jobs(batcher.next().orElseThrow())).containsExactly("stays");
    assertThat(batcher.next()).isEmpty();
  }

  @Test
  void aJobThatWouldOverfillTheQueueIsRejectedWhole() {
    // Given
    MicroBatcher<String> batcher = new MicroBatcher<>(new BatchLimits(2, 512, 4));
    batcher.submit("a", new int[] {1, 1, 1});
    // When
    boolean accepted = batcher.submit("b", new int[] {1, 1});
    // Then
    assertThat(accepted).isFalse();
    assertThat(batcher.waiting()).isEqualTo(3);
    assertThat(batcher.submit("c", new int[] {1})).isTrue();
  }

  @Test
  void aJobCannotWaitTwice() {
    MicroBatcher<String> batcher = new MicroBatcher<>(LIMITS);
    batcher.submit("a", new int[] {1});
    assertThatThrownBy(() -> batcher.submit("a", new int[] {1}))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyInputRunsExactlyOnceWithinTheLimitsWhateverComes(long seed) {
    // Given
    Random random = new Random(seed);
    BatchLimits limits =
        new BatchLimits(1 + random.nextInt(40), 64 + random.nextInt(1000), 100_000);
    MicroBatcher<Integer> batcher = new MicroBatcher<>(limits);
    Set<String> expected = new HashSet<>();
    List<String> ran = new ArrayList<>();
    // When
    for (int job = 0; job < 60; job++) {
      int[] lengths = random.ints(1 + random.nextInt(200), 3, 257).toArray();
      batcher.submit(job, lengths);
      for (int i = 0; i < lengths.length; i++) {
        expected.add(job + ":" + i);
      }
      for (int i = random.nextInt(6); i > 0; i--) {
        take(batcher, limits, ran);
      }
      if (job > 0 && random.nextInt(10) == 0) {
        int gone = random.nextInt(job);
        batcher.remove(gone);
        expected.removeIf(id -> id.startsWith(gone + ":") && !ran.contains(id));
      }
    }
    while (batcher.waiting() > 0) {
      take(batcher, limits, ran);
    }
    // Then
    assertThat(ran).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    assertThat(batcher.next()).isEmpty();
  }

  private static void take(MicroBatcher<Integer> batcher, BatchLimits limits, List<String> ran) {
    batcher
        .next()
        .ifPresent(
            batch -> {
              assertThat(batch.inputs().size()).isLessThanOrEqualTo(limits.inputsMax());
              assertThat(batch.inputs()).isSortedAccordingTo((a, b) -> a.tokens() - b.tokens());
              if (batch.inputs().size() > 1) {
                assertThat(batch.paddedTokens()).isLessThanOrEqualTo(limits.tokensMax());
              }
              batch.inputs().forEach(input -> ran.add(input.job() + ":" + input.index()));
            });
  }

  private static Set<String> jobs(Batch<String> batch) {
    Set<String> jobs = new HashSet<>();
    batch.inputs().forEach(input -> jobs.add(input.job()));
    return jobs;
  }
}
