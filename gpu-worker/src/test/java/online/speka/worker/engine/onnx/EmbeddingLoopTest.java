package online.speka.worker.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import online.speka.worker.batching.BatchLimits;
import online.speka.worker.engine.onnx.EmbeddingTask.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbeddingLoopTest {

  private static final BatchLimits LIMITS = new BatchLimits(8, 512, 4096);

  /// A vector that tells its input apart.
  private static List<float[]> echo(List<long[]> inputs) {
    return inputs.stream().map(input -> new float[] {input[0]}).toList();
  }

  private static EmbeddingTask task(int inputs, int base) {
    List<long[]> ids = new ArrayList<>();
    for (int i = 0; i < inputs; i++) {
      ids.add(new long[] {base + i, 0, 0});
    }
    return new EmbeddingTask(ids);
  }

  @Test
  void manyJobsOnTwoThreadsGetTheirOwnVectorsInOrder() throws Exception {
    try (EmbeddingLoop loop = new EmbeddingLoop("test", 2, LIMITS, EmbeddingLoopTest::echo)) {
      // Given
      List<EmbeddingTask> tasks = new ArrayList<>();
      // When
      for (int i = 0; i < 50; i++) {
        EmbeddingTask task = task(1 + i % 40, i * 1000);
        tasks.add(task);
        assertThat(loop.submit(task)).isTrue();
      }
      // Then
      for (int i = 0; i < tasks.size(); i++) {
        Ending.Embedded embedded = (Ending.Embedded) tasks.get(i).ending().get();
        assertThat(embedded.vectors()).hasSize(1 + i % 40);
        for (int j = 0; j < embedded.vectors().size(); j++) {
          assertThat(embedded.vectors().get(j)).containsExactly(i * 1000f + j);
        }
      }
    }
  }

  @Test
  void aCancelledTaskEndsAtOnceAndItsOtherInputsNeverRun() throws Exception {
    Semaphore runs = new Semaphore(0);
    CountDownLatch running = new CountDownLatch(1);
    List<Float> ran = Collections.synchronizedList(new ArrayList<>());
    EmbeddingLoop.BatchRunner slow =
        inputs -> {
          running.countDown();
          runs.acquire();
          inputs.forEach(input -> ran.add((float) input[0]));
          return echo(inputs);
        };
    try (EmbeddingLoop loop = new EmbeddingLoop("test", 1, LIMITS, slow)) {
      // Given
      EmbeddingTask gone = task(100, 0);
      EmbeddingTask stays = task(1, 5000);
      loop.submit(gone);
      running.await();
      loop.submit(stays);
      // When
      loop.cancel(gone);
      // Then
      assertThat(gone.ending().get(1, TimeUnit.SECONDS)).isEqualTo(new Ending.Cancelled());
      runs.release(2);
      assertThat(stays.ending().get()).isInstanceOf(Ending.Embedded.class);
      assertThat(ran).hasSize(8 + 1).contains(5000f);
    }
  }

  @Test
  void aBatchThatFailsFailsItsTasksAndTheLoopGoesOn() throws Exception {
    EmbeddingLoop.BatchRunner picky =
        inputs -> {
          if (inputs.getFirst()[0] == 666) {
            throw new IllegalArgumentException("no");
          }
          return echo(inputs);
        };
    try (EmbeddingLoop loop = new EmbeddingLoop("test", 1, LIMITS, picky)) {
      // When
      EmbeddingTask bad = task(1, 666);
      loop.submit(bad);
      // Then
      assertThat(bad.ending().get()).isInstanceOf(Ending.Failed.class);
      EmbeddingTask good = task(1, 1);
      loop.submit(good);
      assertThat(good.ending().get()).isInstanceOf(Ending.Embedded.class);
    }
  }

  @Test
  void closingEndsWhatWaitsAndTakesNoMore() throws Exception {
    // Given
    Semaphore runs = new Semaphore(0);
    CountDownLatch running = new CountDownLatch(1);
    EmbeddingLoop loop =
        new EmbeddingLoop(
            "test",
            1,
            LIMITS,
            inputs -> {
              running.countDown();
              runs.acquire();
              return echo(inputs);
            });
    EmbeddingTask computing = task(1, 0);
    EmbeddingTask waiting = task(3, 10);
    loop.submit(computing);
    running.await();
    loop.submit(waiting);
    // When
    Thread closer = Thread.ofVirtual().start(loop::close);
    // Then
    assertThat(waiting.ending().get()).isInstanceOf(Ending.Failed.class);
    runs.release();
    closer.join();
    assertThat(computing.ending().get()).isInstanceOf(Ending.Embedded.class);
    assertThat(loop.submit(task(1, 0))).isFalse();
  }
}
