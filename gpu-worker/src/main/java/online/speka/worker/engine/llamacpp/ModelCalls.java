package online.speka.worker.engine.llamacpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;

/// The functions of llama.h that read a model: its weights, vocabulary and chat template.
final class ModelCalls {

  private final MethodHandle defaultParams;
  private final MethodHandle load;
  private final MethodHandle free;
  private final MethodHandle vocabulary;
  private final MethodHandle trainedContext;
  private final MethodHandle chatTemplate;
  private final MethodHandle applyTemplate;
  private final MethodHandle tokenCount;
  private final MethodHandle tokenize;
  private final MethodHandle tokenToPiece;
  private final MethodHandle isEndOfGeneration;

  ModelCalls(NativeLibrary library) {
    FunctionDescriptor pointerOfPointer = FunctionDescriptor.of(ADDRESS, ADDRESS);
    FunctionDescriptor intOfPointer = FunctionDescriptor.of(JAVA_INT, ADDRESS);
    defaultParams =
        library.bind(
            "llama_model_default_params", FunctionDescriptor.of(NativeStructs.MODEL_PARAMS));
    load =
        library.bind(
            "llama_model_load_from_file",
            FunctionDescriptor.of(ADDRESS, ADDRESS, NativeStructs.MODEL_PARAMS));
    free = library.bind("llama_model_free", FunctionDescriptor.ofVoid(ADDRESS));
    vocabulary = library.bind("llama_model_get_vocab", pointerOfPointer);
    trainedContext = library.bind("llama_model_n_ctx_train", intOfPointer);
    chatTemplate =
        library.bind("llama_model_chat_template", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
    applyTemplate =
        library.bind(
            "llama_chat_apply_template",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_BOOLEAN, ADDRESS, JAVA_INT));
    tokenCount = library.bind("llama_vocab_n_tokens", intOfPointer);
    tokenize =
        library.bind(
            "llama_tokenize",
            FunctionDescriptor.of(
                JAVA_INT,
                ADDRESS,
                ADDRESS,
                JAVA_INT,
                ADDRESS,
                JAVA_INT,
                JAVA_BOOLEAN,
                JAVA_BOOLEAN));
    tokenToPiece =
        library.bind(
            "llama_token_to_piece",
            FunctionDescriptor.of(
                JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN));
    isEndOfGeneration =
        library.bind("llama_vocab_is_eog", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT));
  }

  MemorySegment defaultParams(SegmentAllocator allocator) {
    try {
      return (MemorySegment) defaultParams.invokeExact(allocator);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// @return NULL if the file is no model
  MemorySegment load(MemorySegment path, MemorySegment params) {
    try {
      return (MemorySegment) load.invokeExact(path, params);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  void free(MemorySegment model) {
    try {
      free.invokeExact(model);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  MemorySegment vocabulary(MemorySegment model) {
    try {
      return (MemorySegment) vocabulary.invokeExact(model);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  int trainedContext(MemorySegment model) {
    try {
      return (int) trainedContext.invokeExact(model);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// @return the model's default template as a C string; NULL if it has none
  MemorySegment chatTemplate(MemorySegment model) {
    try {
      return (MemorySegment) chatTemplate.invokeExact(model, MemorySegment.NULL);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// Recognises the template and renders its plain form, with the opening of the next answer.
  ///
  /// @param template NULL means ChatML
  /// @param messages array of `llama_chat_message`
  /// @return bytes needed, which may be more than there is room for; negative if the template is
  ///     none that llama.cpp knows
  int applyTemplate(MemorySegment template, MemorySegment messages, long count, MemorySegment out) {
    try {
      return (int)
          applyTemplate.invokeExact(
              template, messages, count, true, out, Math.toIntExact(out.byteSize()));
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  int tokenCount(MemorySegment vocabulary) {
    try {
      return (int) tokenCount.invokeExact(vocabulary);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// @param out room for ints
  /// @param first whether the model's opening token is added, if it has one
  /// @param special whether the text of a control token becomes that token
  /// @return how many tokens; negative: how many there is no room for
  int tokenize(
      MemorySegment vocabulary,
      MemorySegment text,
      MemorySegment out,
      boolean first,
      boolean special) {
    try {
      return (int)
          tokenize.invokeExact(
              vocabulary,
              text,
              Math.toIntExact(text.byteSize()),
              out,
              Math.toIntExact(out.byteSize() / JAVA_INT.byteSize()),
              first,
              special);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// @return how many bytes; negative: how many there is no room for
  int tokenToPiece(MemorySegment vocabulary, int token, MemorySegment out) {
    try {
      return (int)
          tokenToPiece.invokeExact(
              vocabulary, token, out, Math.toIntExact(out.byteSize()), 0, false);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  boolean isEndOfGeneration(MemorySegment vocabulary, int token) {
    try {
      return (boolean) isEndOfGeneration.invokeExact(vocabulary, token);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }
}
