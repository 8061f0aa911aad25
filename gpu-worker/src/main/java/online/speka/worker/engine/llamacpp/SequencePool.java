package online.speka.worker.engine.llamacpp;

import java.util.ArrayList;
import java.util.List;
import online.speka.worker.engine.llamacpp.Generation.End;
import org.jspecify.annotations.Nullable;

/// All sequences of one context. Belongs to the model's thread.
final class SequencePool {

  private final List<Sequence> sequences;
  private int firstToRead;

  SequencePool(int count, int tokensEach, Vocabulary vocabulary) {
    sequences = new ArrayList<>(count);
    for (int id = 0; id < count; id++) {
      sequences.add(new Sequence(id, tokensEach, vocabulary));
    }
  }

  boolean allIdle() {
    return sequences.stream().allMatch(Sequence::isIdle);
  }

  boolean anyIdle() {
    return sequences.stream().anyMatch(Sequence::isIdle);
  }

  /// The idle sequence with most of the prompt in memory; else the one whose memory is worth least.
  Sequence choose(Generation.Order order) {
    Sequence best = null;
    for (Sequence sequence : sequences) {
      if (sequence.isIdle() && isBetter(sequence, best, order)) {
        best = sequence;
      }
    }
    if (best == null) {
      throw new IllegalStateException("no sequence is idle");
    }
    return best;
  }

  private static boolean isBetter(
      Sequence sequence, @Nullable Sequence than, Generation.Order order) {
    if (than == null) {
      return true;
    }
    int more = sequence.usable(order) - than.usable(order);
    return more > 0 || (more == 0 && sequence.heldCount() < than.heldCount());
  }

  void endCancelled() {
    for (Sequence sequence : sequences) {
      if (sequence.isCancelled()) {
        sequence.end(End.CANCELLED, "");
      }
    }
  }

  /// Adds the next step's tokens: one of each answer under way, then pieces of the prompts that are
  /// being read, each step beginning with another one.
  ///
  /// @param promptTokensMax most of the latter, all together
  void addStep(DecodeContext context, int promptTokensMax) {
    for (Sequence sequence : sequences) {
      if (!sequence.isIdle() && !sequence.isReading()) {
        sequence.addToken(context);
      }
    }
    int left = promptTokensMax;
    firstToRead = (firstToRead + 1) % sequences.size();
    for (int i = 0; i < sequences.size() && left > 0; i++) {
      Sequence sequence = sequences.get((firstToRead + i) % sequences.size());
      if (sequence.isReading()) {
        left -= sequence.addPrompt(context, left);
      }
    }
  }

  void advance(DecodeContext context, float[] logits) {
    sequences.forEach(sequence -> sequence.advance(context, logits));
  }

  /// Gives up what idle sequences remember.
  void forgetIdle(DecodeContext context) {
    sequences.stream().filter(Sequence::isIdle).forEach(idle -> idle.forget(context));
  }

  void failAll(String detail) {
    for (Sequence sequence : sequences) {
      if (!sequence.isIdle()) {
        sequence.end(End.FAILED, detail);
      }
    }
  }
}
