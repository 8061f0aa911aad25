package online.speka.worker.running;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The slots of one model: so many jobs at a time, first come, first served. A slot is taken once
/// and freed once.
final class Slots {

  private final int slots;
  private final int waitingMax;
  private final Deque<CompletableFuture<Turn>> waiting = new ArrayDeque<>();
  private int taken;

  Slots(int slots, int waitingMax) {
    this.slots = slots;
    this.waitingMax = waitingMax;
  }

  /// How waiting for a slot ended.
  enum Turn {
    GRANTED,
    /// The time was over first.
    EXPIRED,
    /// The job was told to stop first.
    STOPPED,
    /// Too many wait already.
    FULL
  }

  Turn acquire(HeldJob job, Duration timeout) throws InterruptedException {
    CompletableFuture<Turn> turn = new CompletableFuture<>();
    synchronized (this) {
      if (taken < slots) {
        taken++;
        return Turn.GRANTED;
      }
      if (waiting.size() >= waitingMax) {
        return Turn.FULL;
      }
      waiting.add(turn);
    }
    job.cancellation().onCancel(() -> turn.complete(Turn.STOPPED));
    return await(turn, timeout);
  }

  private Turn await(CompletableFuture<Turn> turn, Duration timeout) throws InterruptedException {
    Turn result = null;
    try {
      result = turn.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      result = giveUp(turn);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a turn never fails", e);
    } finally {
      if (result == null && giveUp(turn) == Turn.GRANTED) {
        release(); // Interrupted in the moment in which it was granted.
      }
      if (result != Turn.GRANTED) {
        synchronized (this) {
          waiting.removeIf(CompletableFuture::isDone);
        }
      }
    }
    return result;
  }

  /// What the turn is if nobody has decided it yet: expired.
  private static Turn giveUp(CompletableFuture<Turn> turn) {
    turn.complete(Turn.EXPIRED);
    return turn.join();
  }

  synchronized void release() {
    for (CompletableFuture<Turn> next = waiting.poll(); next != null; next = waiting.poll()) {
      if (next.complete(Turn.GRANTED)) {
        return; // The slot has passed from hand to hand.
      }
    }
    taken--;
  }

  synchronized int taken() {
    return taken;
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
