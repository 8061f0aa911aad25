package online.speka.worker.engine.llamacpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The functions of llama.h that hold an answer to a grammar.
final class GrammarCalls {

  private final MethodHandle create;
  private final MethodHandle apply;
  private final MethodHandle accept;
  private final MethodHandle free;

  GrammarCalls(NativeLibrary library) {
    create =
        library.bind(
            "llama_sampler_init_grammar",
            FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    apply = library.bind("llama_sampler_apply", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
    accept = library.bind("llama_sampler_accept", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT));
    free = library.bind("llama_sampler_free", FunctionDescriptor.ofVoid(ADDRESS));
  }

  /// @return NULL if the text is no grammar
  MemorySegment create(MemorySegment vocabulary, MemorySegment text, MemorySegment root) {
    try {
      return (MemorySegment) create.invokeExact(vocabulary, text, root);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// Sets the logits of candidates that cannot follow to minus infinity.
  void apply(MemorySegment grammar, MemorySegment candidates) {
    try {
      apply.invokeExact(grammar, candidates);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// @param token one that can follow; any other ends the process
  void accept(MemorySegment grammar, int token) {
    try {
      accept.invokeExact(grammar, token);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  void free(MemorySegment grammar) {
    try {
      free.invokeExact(grammar);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }
}
