package online.speka.worker.batching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The inputs that wait for an engine, and the choice of which run next.
///
/// There is no waiting for a batch to fill: an idle engine takes what is there, and under load the
/// inputs that came in while it computed are the next batch.
///
/// Jobs take turns. The job whose turn it is sets the length of the batch with its shortest input;
/// then all jobs, one input each per round, add inputs of about that length, because padding costs
/// as much as text. A job of one input therefore waits at most one batch for every job before it,
/// however many inputs those have.
///
/// Invariant: every input submitted is handed out exactly once, unless its job is removed first.
/// Not thread-safe.
public final class MicroBatcher<J> {

  /// Padding that is always tolerated, in tokens.
  static final int PADDING_TOKENS = 4;

  /// Padding tolerated beyond that: one part in so many of the length.
  static final int PADDING_SHARE = 8;

  private final BatchLimits limits;
  private final Map<J, WaitingInputs> jobs = new LinkedHashMap<>();
  private int waiting;

  public MicroBatcher(BatchLimits limits) {
    this.limits = limits;
  }

  /// Adds a job, as its inputs' lengths in tokens. All or nothing.
  ///
  /// @return false if more inputs would wait than allowed; the job is rejected
  public boolean submit(J job, int[] lengths) {
    if (lengths.length == 0) {
      throw new IllegalArgumentException("a job has at least one input");
    }
    if (lengths.length > limits.waitingMax() - waiting) {
      return false;
    }
    if (jobs.putIfAbsent(job, new WaitingInputs(lengths)) != null) {
      throw new IllegalStateException("this job waits already");
    }
    waiting += lengths.length;
    return true;
  }

  /// Forgets what has not run of a job.
  ///
  /// @return how many inputs that were
  public int remove(J job) {
    WaitingInputs inputs = jobs.remove(job);
    if (inputs == null) {
      return 0;
    }
    waiting -= inputs.size();
    return inputs.size();
  }

  /// How many inputs wait.
  public int waiting() {
    return waiting;
  }

  /// Takes out the next batch; empty if nothing waits.
  public Optional<Batch<J>> next() {
    Iterator<Map.Entry<J, WaitingInputs>> turns = jobs.entrySet().iterator();
    if (!turns.hasNext()) {
      return Optional.empty();
    }
    Map.Entry<J, WaitingInputs> head = turns.next();
    J job = head.getKey();
    WaitingInputs inputs = head.getValue();
    turns.remove();
    // At the end of the line before the batch is filled, so that its other inputs come last.
    jobs.put(job, inputs);
    List<Batch.Input<J>> chosen = new ArrayList<>(limits.inputsMax());
    int length = inputs.shortest();
    chosen.add(new Batch.Input<>(job, inputs.takeOfLength(length), length));
    fill(chosen, length);
    waiting -= chosen.size();
    jobs.values().removeIf(left -> left.size() == 0);
    chosen.sort(Comparator.comparingInt(Batch.Input::tokens));
    return Optional.of(new Batch<>(chosen));
  }

  private void fill(List<Batch.Input<J>> chosen, int anchor) {
    int padding = Math.max(PADDING_TOKENS, anchor / PADDING_SHARE);
    int longest = anchor;
    boolean added = true;
    while (added) {
      added = false;
      for (Map.Entry<J, WaitingInputs> entry : jobs.entrySet()) {
        OptionalInt length = entry.getValue().lengthWithin(anchor - padding, anchor + padding);
        if (length.isEmpty()) {
          continue;
        }
        int padded = Math.max(longest, length.getAsInt());
        if (chosen.size() == limits.inputsMax()
            || (long) padded * (chosen.size() + 1) > limits.tokensMax()) {
          return;
        }
        int index = entry.getValue().takeOfLength(length.getAsInt());
        chosen.add(new Batch.Input<>(entry.getKey(), index, length.getAsInt()));
        longest = padded;
        added = true;
      }
    }
  }
}
