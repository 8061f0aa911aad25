package online.speka.worker.engine.llamacpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;

/// The functions of llama.h that compute: contexts, their memory, and decoding.
final class ContextCalls {

  private final MethodHandle defaultParams;
  private final MethodHandle create;
  private final MethodHandle free;
  private final MethodHandle decode;
  private final MethodHandle logits;
  private final MethodHandle forget;
  private final MethodHandle defragment;
  private final MethodHandle update;

  ContextCalls(NativeLibrary library) {
    FunctionDescriptor voidOfPointer = FunctionDescriptor.ofVoid(ADDRESS);
    defaultParams =
        library.bind(
            "llama_context_default_params", FunctionDescriptor.of(NativeStructs.CONTEXT_PARAMS));
    create =
        library.bind(
            "llama_init_from_model",
            FunctionDescriptor.of(ADDRESS, ADDRESS, NativeStructs.CONTEXT_PARAMS));
    free = library.bind("llama_free", voidOfPointer);
    decode =
        library.bind("llama_decode", FunctionDescriptor.of(JAVA_INT, ADDRESS, NativeStructs.BATCH));
    logits =
        library.bind("llama_get_logits_ith", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
    forget =
        library.bind(
            "llama_kv_self_seq_rm",
            FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    defragment = library.bind("llama_kv_self_defrag", voidOfPointer);
    update = library.bind("llama_kv_self_update", voidOfPointer);
  }

  MemorySegment defaultParams(SegmentAllocator allocator) {
    try {
      return (MemorySegment) defaultParams.invokeExact(allocator);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// @return NULL if there is not memory enough
  MemorySegment create(MemorySegment model, MemorySegment params) {
    try {
      return (MemorySegment) create.invokeExact(model, params);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  void free(MemorySegment context) {
    try {
      free.invokeExact(context);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// @return 0 if done; see [DecodeContext#decode]
  int decode(MemorySegment context, MemorySegment batch) {
    try {
      return (int) decode.invokeExact(context, batch);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// @param index of a token of the last batch that asked for logits
  MemorySegment logits(MemorySegment context, int index) {
    try {
      return (MemorySegment) logits.invokeExact(context, index);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// Drops a sequence's memory from a position on.
  void forget(MemorySegment context, int sequence, int from) {
    try {
      boolean _ = (boolean) forget.invokeExact(context, sequence, from, -1);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  void defragment(MemorySegment context) {
    try {
      defragment.invokeExact(context);
      update.invokeExact(context);
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }
}
