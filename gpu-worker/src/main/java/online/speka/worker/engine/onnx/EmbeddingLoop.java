package online.speka.worker.engine.onnx;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import online.speka.worker.batching.Batch;
import online.speka.worker.batching.BatchLimits;
import online.speka.worker.batching.MicroBatcher;
import online.speka.worker.engine.onnx.EmbeddingTask.Ending;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that compute one model's vectors. Each takes the next batch, runs it, and delivers
/// its vectors; an idle thread takes a new task's inputs at once.
///
/// Which inputs wait, and how far every task is, belongs to one lock that is never held while a
/// model computes.
final class EmbeddingLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddingLoop.class);

  /// Longest that closing waits for a batch that still computes.
  private static final long CLOSE_WAIT_MS_MAX = 10_000;

  private final BatchRunner runner;
  private final MicroBatcher<EmbeddingTask> waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Thread> threads;
  private boolean closed;

  /// Computes the vectors of a batch, in its order.
  @FunctionalInterface
  interface BatchRunner {
    List<float[]> run(List<long[]> inputs) throws Exception;
  }

  EmbeddingLoop(String name, int threads, BatchLimits limits, BatchRunner runner) {
    this.runner = runner;
    this.waiting = new MicroBatcher<>(limits);
    this.threads =
        IntStream.range(0, threads)
            .mapToObj(i -> Thread.ofPlatform().daemon().name(name + "-" + i).start(this::loop))
            .toList();
  }

  /// @return false if too much waits already, or the loop is closed
  boolean submit(EmbeddingTask task) {
    lock.lock();
    try {
      if (closed || !waiting.submit(task, task.lengths())) {
        return false;
      }
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Forgets what has not run of a task, and ends it.
  void cancel(EmbeddingTask task) {
    end(task, new Ending.Cancelled());
  }

  /// How many of the task's tokens were computed.
  long tokensDone(EmbeddingTask task) {
    lock.lock();
    try {
      return task.tokensDone();
    } finally {
      lock.unlock();
    }
  }

  private void end(EmbeddingTask task, Ending how) {
    lock.lock();
    try {
      waiting.remove(task);
      task.end(how);
    } finally {
      lock.unlock();
    }
  }

  private void loop() {
    try {
      for (Optional<Batch<EmbeddingTask>> batch = take(); batch.isPresent(); batch = take()) {
        run(batch.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for a batch; empty once closed.
  private Optional<Batch<EmbeddingTask>> take() throws InterruptedException {
    lock.lock();
    try {
      Optional<Batch<EmbeddingTask>> batch = closed ? Optional.empty() : waiting.next();
      while (batch.isEmpty() && !closed) {
        changed.await();
        batch = closed ? Optional.empty() : waiting.next();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void run(Batch<EmbeddingTask> batch) {
    List<float[]> vectors;
    try {
      vectors = runner.run(batch.inputs().stream().map(in -> in.job().input(in.index())).toList());
    } catch (Exception e) {
      LOG.atError().setCause(e).addKeyValue("inputs", batch.inputs().size()).log("batch failed");
      batch.inputs().forEach(in -> end(in.job(), new Ending.Failed("batch failed: " + e)));
      return;
    }
    lock.lock();
    try {
      for (int i = 0; i < vectors.size(); i++) {
        Batch.Input<EmbeddingTask> input = batch.inputs().get(i);
        input.job().embedded(input.index(), vectors.get(i));
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends everything that waits; what computes is finished first.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      for (var batch = waiting.next(); batch.isPresent(); batch = waiting.next()) {
        batch.get().inputs().forEach(in -> in.job().end(new Ending.Failed("the engine closed")));
      }
    } finally {
      lock.unlock();
    }
    try {
      for (Thread thread : threads) {
        thread.join(CLOSE_WAIT_MS_MAX);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
