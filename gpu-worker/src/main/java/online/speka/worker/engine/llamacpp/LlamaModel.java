package online.speka.worker.engine.llamacpp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import online.speka.worker.engine.EngineStartException;

/// The weights of a model with its vocabulary and chat template, mapped from a GGUF file.
final class LlamaModel implements AutoCloseable {

  private final LlamaCpp llama;
  private final MemorySegment model;
  private final Vocabulary vocabulary;
  private final ChatTemplate template;
  private final ReadWriteLock use = new ReentrantReadWriteLock();
  private boolean closed;

  private LlamaModel(LlamaCpp llama, MemorySegment model) {
    this.llama = llama;
    this.model = model;
    this.vocabulary = new Vocabulary(llama.model(), llama.model().vocabulary(model));
    this.template = new ChatTemplate(llama.model(), llama.model().chatTemplate(model));
  }

  /// @throws EngineStartException if the file is no model that can be used
  static LlamaModel load(LlamaCpp llama, Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment params = llama.model().defaultParams(arena);
      MemorySegment model = llama.model().load(arena.allocateFrom(file.toString()), params);
      if (model.equals(MemorySegment.NULL)) {
        throw new EngineStartException(
            "llama.cpp cannot read "
                + file
                + "; is it a complete GGUF file? ("
                + LlamaCpp.takeErrors()
                + ")",
            null);
      }
      LlamaModel loaded = new LlamaModel(llama, model);
      loaded.template.verify();
      return loaded;
    }
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  /// Most tokens of prompt and answer together that the model was taught to keep in mind.
  int trainedContext() {
    return llama.model().trainedContext(model);
  }

  /// The tokens of a conversation, open for the assistant's next words; empty if the model is
  /// closed. For any thread.
  Optional<int[]> prompt(List<ChatTemplate.Turn> turns) {
    use.readLock().lock();
    try {
      return closed ? Optional.empty() : Optional.of(tokens(turns));
    } finally {
      use.readLock().unlock();
    }
  }

  /// The tokens of a text as it is; empty if the model is closed. For any thread.
  Optional<int[]> tokens(String text) {
    use.readLock().lock();
    try {
      return closed ? Optional.empty() : Optional.of(vocabulary.tokenize(text, true, false));
    } finally {
      use.readLock().unlock();
    }
  }

  private int[] tokens(List<ChatTemplate.Turn> turns) {
    List<int[]> pieces = new ArrayList<>();
    int count = 0;
    for (ChatTemplate.Part part : template.render(turns)) {
      int[] tokens = vocabulary.tokenize(part.text(), pieces.isEmpty(), part.control());
      pieces.add(tokens);
      count += tokens.length;
    }
    int[] prompt = new int[count];
    int at = 0;
    for (int[] piece : pieces) {
      System.arraycopy(piece, 0, prompt, at, piece.length);
      at += piece.length;
    }
    return prompt;
  }

  LlamaCpp llama() {
    return llama;
  }

  MemorySegment segment() {
    return model;
  }

  /// Waits for those who are reading the vocabulary.
  @Override
  public void close() {
    use.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        llama.model().free(model);
      }
    } finally {
      use.writeLock().unlock();
    }
  }
}
