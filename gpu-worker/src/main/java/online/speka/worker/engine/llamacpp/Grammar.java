package online.speka.worker.engine.llamacpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static online.speka.worker.engine.llamacpp.NativeStructs.CANDIDATE;
import static online.speka.worker.engine.llamacpp.NativeStructs.CANDIDATES;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// How far one answer has come in the grammar that it is held to. For one thread.
final class Grammar implements AutoCloseable {

  private static final String ROOT = "root";

  private final GrammarCalls calls;
  private final MemorySegment grammar;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment candidates = arena.allocate(CANDIDATES);
  private final MemorySegment entries;
  private final int vocabularySize;

  /// @param text in llama.cpp's notation, GBNF
  Grammar(GrammarCalls calls, Vocabulary vocabulary, String text) {
    this.calls = calls;
    this.vocabularySize = vocabulary.size();
    this.entries = arena.allocate(CANDIDATE, vocabularySize);
    candidates.set(ADDRESS, NativeStructs.offset(CANDIDATES, "data"), entries);
    this.grammar =
        calls.create(vocabulary.segment(), arena.allocateFrom(text), arena.allocateFrom(ROOT));
    if (grammar.equals(MemorySegment.NULL)) {
      arena.close();
      throw new IllegalStateException("this is no grammar");
    }
  }

  /// Whether this token can come next. Cheaper than [#mask], and mostly true of a token that the
  /// model thinks likely.
  boolean allows(int token) {
    set(0, token, 0);
    apply(1);
    return logit(0) == 0;
  }

  /// Sets the scores of all tokens that cannot come next to minus infinity.
  ///
  /// @return false if there is none left
  boolean mask(float[] logits) {
    for (int token = 0; token < vocabularySize; token++) {
      set(token, token, logits[token]);
    }
    apply(vocabularySize);
    boolean any = false;
    for (int token = 0; token < vocabularySize; token++) {
      logits[token] = logit(token);
      any |= logits[token] != Float.NEGATIVE_INFINITY;
    }
    return any;
  }

  /// Goes on by a token that is allowed.
  void accept(int token) {
    calls.accept(grammar, token);
  }

  private void set(int entry, int token, float logit) {
    long at = entry * CANDIDATE.byteSize();
    entries.set(JAVA_INT, at, token);
    entries.set(JAVA_FLOAT, at + JAVA_INT.byteSize(), logit);
  }

  private float logit(int entry) {
    return entries.get(JAVA_FLOAT, entry * CANDIDATE.byteSize() + JAVA_INT.byteSize());
  }

  private void apply(long count) {
    candidates.set(JAVA_LONG, NativeStructs.offset(CANDIDATES, "size"), count);
    candidates.set(JAVA_LONG, NativeStructs.offset(CANDIDATES, "selected"), -1);
    calls.apply(grammar, candidates);
  }

  @Override
  public void close() {
    calls.free(grammar);
    arena.close();
  }
}
