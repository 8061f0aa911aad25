package online.speka.worker.engine.llamacpp;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import online.speka.worker.engine.EngineStartException;

/// The structs of llama.h as of llama.cpp b4916, which the pinned library was built from, on 64-bit
/// Linux and macOS. Only fields that are used have names.
final class NativeStructs {

  /// `llama_model_params`
  static final StructLayout MODEL_PARAMS =
      MemoryLayout.structLayout(
          ADDRESS, // devices
          JAVA_INT.withName("n_gpu_layers"),
          JAVA_INT.withName("split_mode"),
          JAVA_INT, // main_gpu
          MemoryLayout.paddingLayout(4),
          MemoryLayout.sequenceLayout(4, ADDRESS), // tensor_split, callback and its data, overrides
          JAVA_BYTE, // vocab_only
          JAVA_BYTE.withName("use_mmap"),
          MemoryLayout.sequenceLayout(2, JAVA_BYTE), // use_mlock, check_tensors
          MemoryLayout.paddingLayout(4));

  /// `llama_context_params`
  static final StructLayout CONTEXT_PARAMS =
      MemoryLayout.structLayout(
          JAVA_INT.withName("n_ctx"),
          JAVA_INT.withName("n_batch"),
          JAVA_INT.withName("n_ubatch"),
          JAVA_INT.withName("n_seq_max"),
          JAVA_INT.withName("n_threads"),
          JAVA_INT.withName("n_threads_batch"),
          MemoryLayout.sequenceLayout(3, JAVA_INT), // rope, pooling and attention type
          MemoryLayout.sequenceLayout(6, JAVA_FLOAT), // rope and yarn
          JAVA_INT, // yarn_orig_ctx
          JAVA_FLOAT.withName("defrag_thold"),
          MemoryLayout.paddingLayout(4),
          MemoryLayout.sequenceLayout(2, ADDRESS), // eval callback and its data
          JAVA_INT.withName("type_k"),
          JAVA_INT.withName("type_v"),
          MemoryLayout.sequenceLayout(2, JAVA_BYTE), // logits_all, embeddings
          JAVA_BYTE.withName("offload_kqv"),
          JAVA_BYTE, // flash_attn
          JAVA_BYTE.withName("no_perf"),
          MemoryLayout.paddingLayout(3),
          MemoryLayout.sequenceLayout(2, ADDRESS)); // abort callback and its data

  /// `llama_batch`
  static final StructLayout BATCH =
      MemoryLayout.structLayout(
          JAVA_INT.withName("n_tokens"),
          MemoryLayout.paddingLayout(4),
          ADDRESS.withName("token"),
          ADDRESS.withName("embd"),
          ADDRESS.withName("pos"),
          ADDRESS.withName("n_seq_id"),
          ADDRESS.withName("seq_id"),
          ADDRESS.withName("logits"));

  /// `llama_chat_message`
  static final StructLayout CHAT_MESSAGE =
      MemoryLayout.structLayout(ADDRESS.withName("role"), ADDRESS.withName("content"));

  /// `llama_token_data`
  static final StructLayout CANDIDATE =
      MemoryLayout.structLayout(
          JAVA_INT.withName("id"), JAVA_FLOAT.withName("logit"), JAVA_FLOAT.withName("p"));

  /// `llama_token_data_array`
  static final StructLayout CANDIDATES =
      MemoryLayout.structLayout(
          ADDRESS.withName("data"),
          JAVA_LONG.withName("size"),
          JAVA_LONG.withName("selected"),
          JAVA_BYTE.withName("sorted"),
          MemoryLayout.paddingLayout(7));

  private static final int KV_TYPE_F16 = 1;

  private NativeStructs() {}

  static long offset(StructLayout struct, String field) {
    return struct.byteOffset(groupElement(field));
  }

  static int getInt(MemorySegment segment, StructLayout struct, String field) {
    return segment.get(JAVA_INT, offset(struct, field));
  }

  static void setInt(MemorySegment segment, StructLayout struct, String field, int value) {
    segment.set(JAVA_INT, offset(struct, field), value);
  }

  /// Compares the library's own defaults with what they are where these layouts are right. A
  /// library of another version is refused here rather than called with arguments it misreads.
  static void verify(MemorySegment modelDefaults, MemorySegment contextDefaults) {
    boolean model =
        getInt(modelDefaults, MODEL_PARAMS, "n_gpu_layers") == 0
            && getInt(modelDefaults, MODEL_PARAMS, "split_mode") == 1
            && flag(modelDefaults, MODEL_PARAMS, "use_mmap");
    boolean context =
        getInt(contextDefaults, CONTEXT_PARAMS, "n_ctx") == 512
            && getInt(contextDefaults, CONTEXT_PARAMS, "n_batch") == 2048
            && getInt(contextDefaults, CONTEXT_PARAMS, "n_ubatch") == 512
            && getInt(contextDefaults, CONTEXT_PARAMS, "n_seq_max") == 1
            && contextDefaults.get(JAVA_FLOAT, offset(CONTEXT_PARAMS, "defrag_thold")) == -1f
            && getInt(contextDefaults, CONTEXT_PARAMS, "type_k") == KV_TYPE_F16
            && getInt(contextDefaults, CONTEXT_PARAMS, "type_v") == KV_TYPE_F16
            && flag(contextDefaults, CONTEXT_PARAMS, "offload_kqv")
            && flag(contextDefaults, CONTEXT_PARAMS, "no_perf");
    if (!model || !context) {
      throw new EngineStartException(
          "the llama.cpp library on the class path is not the version this engine was built for",
          null);
    }
  }

  private static boolean flag(MemorySegment segment, StructLayout struct, String field) {
    return segment.get(JAVA_BYTE, offset(struct, field)) == 1;
  }
}
