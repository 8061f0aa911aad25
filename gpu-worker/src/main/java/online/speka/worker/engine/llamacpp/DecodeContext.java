package online.speka.worker.engine.llamacpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static online.speka.worker.engine.llamacpp.NativeStructs.BATCH;
import static online.speka.worker.engine.llamacpp.NativeStructs.CONTEXT_PARAMS;
import static online.speka.worker.engine.llamacpp.NativeStructs.setInt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import online.speka.worker.engine.EngineStartException;

/// The memory of all sequences of one model, and the computation over it. For one thread.
final class DecodeContext implements AutoCloseable {

  /// llama.cpp tidies its memory when more than this share of it lies idle between used cells.
  private static final float FRAGMENTATION_MAX = 0.1f;

  /// What decoding says when no row of free cells is long enough. The header names the first; this
  /// version says the second.
  private static final int NO_ROOM = 1;

  private static final int NO_ROOM_UNDOCUMENTED = -3;

  private final LlamaCpp llama;
  private final Vocabulary vocabulary;
  private final MemorySegment context;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment batch;
  private final MemorySegment tokens;
  private final MemorySegment positions;
  private final MemorySegment sequences;
  private final MemorySegment logitFlags;
  private final int batchMax;
  private int size;

  /// How big a context is.
  ///
  /// @param sequences how many there are side by side
  /// @param tokensEach most tokens of one
  /// @param batchMax most tokens computed in one step
  record Shape(int sequences, int tokensEach, int batchMax, int threads) {}

  /// How a step ended.
  enum Decoded {
    DONE,
    /// The memory is too scattered for this many tokens at once.
    NO_ROOM,
    FAILED
  }

  DecodeContext(LlamaModel model, Shape shape) {
    this.llama = model.llama();
    this.vocabulary = model.vocabulary();
    this.batchMax = shape.batchMax();
    this.context = create(model, shape);
    this.tokens = arena.allocate(JAVA_INT, batchMax);
    this.positions = arena.allocate(JAVA_INT, batchMax);
    this.sequences = arena.allocate(JAVA_INT, batchMax);
    this.logitFlags = arena.allocate(JAVA_BYTE, batchMax);
    this.batch = arena.allocate(BATCH);
    MemorySegment ones = arena.allocate(JAVA_INT, batchMax);
    MemorySegment sequencePointers = arena.allocate(ADDRESS, batchMax);
    for (int i = 0; i < batchMax; i++) {
      ones.setAtIndex(JAVA_INT, i, 1);
      sequencePointers.setAtIndex(ADDRESS, i, sequences.asSlice(i * JAVA_INT.byteSize()));
    }
    point("token", tokens);
    point("pos", positions);
    point("n_seq_id", ones);
    point("seq_id", sequencePointers);
    point("logits", logitFlags);
  }

  private void point(String field, MemorySegment target) {
    batch.set(ADDRESS, NativeStructs.offset(BATCH, field), target);
  }

  private static MemorySegment create(LlamaModel model, Shape shape) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = model.llama().context().defaultParams(arena);
      setInt(params, CONTEXT_PARAMS, "n_ctx", shape.sequences() * shape.tokensEach());
      setInt(params, CONTEXT_PARAMS, "n_batch", shape.batchMax());
      setInt(params, CONTEXT_PARAMS, "n_ubatch", shape.batchMax());
      setInt(params, CONTEXT_PARAMS, "n_seq_max", shape.sequences());
      setInt(params, CONTEXT_PARAMS, "n_threads", shape.threads());
      setInt(params, CONTEXT_PARAMS, "n_threads_batch", shape.threads());
      params.set(
          JAVA_FLOAT, NativeStructs.offset(CONTEXT_PARAMS, "defrag_thold"), FRAGMENTATION_MAX);
      MemorySegment context = model.llama().context().create(model.segment(), params);
      if (context.equals(MemorySegment.NULL)) {
        throw new EngineStartException(
            "not enough memory for "
                + shape.sequences()
                + " slots of "
                + shape.tokensEach()
                + " tokens; lower the model's slots or context_tokens",
            null);
      }
      return context;
    }
  }

  /// Tokens that can still be added to the step.
  int room() {
    return batchMax - size;
  }

  /// Adds a token to the next step.
  ///
  /// @param wanted whether the logits after this token are
  /// @return its index, for [#logits]
  int add(int sequence, int position, int token, boolean wanted) {
    tokens.setAtIndex(JAVA_INT, size, token);
    positions.setAtIndex(JAVA_INT, size, position);
    sequences.setAtIndex(JAVA_INT, size, sequence);
    logitFlags.set(JAVA_BYTE, size, (byte) (wanted ? 1 : 0));
    return size++;
  }

  /// Begins the next step with no tokens.
  void clear() {
    size = 0;
  }

  /// Computes what was added. If there was no room, the same step can be tried again.
  Decoded decode() {
    setInt(batch, BATCH, "n_tokens", size);
    return switch (llama.context().decode(context, batch)) {
      case 0 -> Decoded.DONE;
      case NO_ROOM, NO_ROOM_UNDOCUMENTED -> Decoded.NO_ROOM;
      default -> Decoded.FAILED;
    };
  }

  /// What may follow the token at this index of the last step: a score for every token there is.
  @SuppressWarnings("restricted") // the library says how many floats there are, not the pointer
  void logits(int index, float[] into) {
    MemorySegment scores = llama.context().logits(context, index);
    MemorySegment.copy(
        scores.reinterpret(vocabulary.size() * JAVA_FLOAT.byteSize()),
        JAVA_FLOAT,
        0,
        into,
        0,
        vocabulary.size());
  }

  /// Drops what a sequence holds from a position on.
  void forget(int sequence, int from) {
    llama.context().forget(context, sequence, from);
  }

  /// Moves what is held together.
  void defragment() {
    llama.context().defragment(context);
  }

  @Override
  public void close() {
    llama.context().free(context);
    arena.close();
  }
}
