package online.speka.worker.engine.simulator;

import java.util.Arrays;
import java.util.TreeMap;
import online.speka.worker.engine.simulator.words.Dice;
import online.speka.worker.engine.simulator.words.Tokenizer;
import online.speka.worker.rendering.request.Sampling;

/// Reads a prompt once: how many tokens it has, what follows from its content, and the hashes of
/// its leading blocks, each of which covers everything before it.
final class PromptScan {

  /// Tokens in one block of the prefix cache.
  static final int BLOCK_TOKENS = 16;

  private static final long FNV_OFFSET = 0xCBF29CE484222325L;
  private static final long FNV_PRIME = 0x100000001B3L;

  private long hash = FNV_OFFSET;
  private int tokens;
  private long[] blocks = new long[4];
  private int blockCount;

  void text(String text) {
    for (int at = 0; at < text.length(); ) {
      int end = Tokenizer.next(text, at);
      for (int i = at; i < end; i++) {
        hash = (hash ^ text.charAt(i)) * FNV_PRIME;
      }
      token();
      if (Tokenizer.isPair(text, end)) {
        token();
      }
      at = end;
    }
    // Two texts are not the same prompt as their sum.
    note(text.length());
  }

  /// Tokens that are not text: the marks around a message, an image.
  void marks(long what, int count) {
    note(what);
    for (int i = 0; i < count; i++) {
      token();
    }
  }

  /// Something that changes the answer and costs no tokens.
  void note(long value) {
    hash = Dice.mix(hash, value);
  }

  void note(String value) {
    for (int i = 0; i < value.length(); i++) {
      hash = (hash ^ value.charAt(i)) * FNV_PRIME;
    }
    note(value.length());
  }

  /// How tokens are drawn.
  void sampling(Sampling sampling) {
    note(String.valueOf(sampling.temperature()));
    note(String.valueOf(sampling.truncation().topP()));
    note(String.valueOf(sampling.truncation().topK()));
    note(String.valueOf(sampling.truncation().minP()));
    note(String.valueOf(sampling.penalties().presence()));
    note(String.valueOf(sampling.penalties().frequency()));
    note(String.valueOf(sampling.penalties().repetition()));
    note(String.valueOf(sampling.seed()));
    note(new TreeMap<>(sampling.logitBias()).toString());
  }

  private void token() {
    tokens = Math.addExact(tokens, 1);
    if (tokens % BLOCK_TOKENS == 0) {
      if (blockCount == blocks.length) {
        blocks = Arrays.copyOf(blocks, blockCount * 2);
      }
      blocks[blockCount++] = hash;
    }
  }

  int tokens() {
    return tokens;
  }

  long hash() {
    return hash;
  }

  /// @param salt keeps what one tenant has cached from another
  long[] blocks(long salt) {
    long[] salted = new long[blockCount];
    for (int i = 0; i < blockCount; i++) {
      salted[i] = Dice.mix(blocks[i], salt);
    }
    return salted;
  }
}
