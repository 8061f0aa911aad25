package online.speka.worker.engine.llamacpp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayDeque;
import java.util.Deque;
import online.speka.worker.engine.EngineStartException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// llama.cpp, ready to be called.
record LlamaCpp(ModelCalls model, ContextCalls context, GrammarCalls grammar) {

  private static final Logger LOG = LoggerFactory.getLogger(LlamaCpp.class);

  private static final int LOG_LEVEL_WARN = 3;
  private static final int LOG_LEVEL_ERROR = 4;

  /// Longest line of its log that is read, in bytes.
  private static final int LOG_BYTES_MAX = 4096;

  /// Most errors remembered; the newest.
  private static final int ERRORS_MAX = 3;

  private static @Nullable LlamaCpp loaded;
  private static final Deque<String> ERRORS = new ArrayDeque<>();

  /// Loads the library with the first call.
  ///
  /// @throws EngineStartException if this machine cannot run it
  static synchronized LlamaCpp get() {
    LlamaCpp calls = loaded;
    if (calls == null) {
      calls = load();
      loaded = calls;
    }
    return calls;
  }

  private static LlamaCpp load() {
    NativeLibrary library = NativeLibrary.load();
    LlamaCpp calls =
        new LlamaCpp(new ModelCalls(library), new ContextCalls(library), new GrammarCalls(library));
    try (Arena arena = Arena.ofConfined()) {
      NativeStructs.verify(calls.model.defaultParams(arena), calls.context.defaultParams(arena));
    }
    begin(library);
    return calls;
  }

  private static void begin(NativeLibrary library) {
    try {
      FunctionDescriptor line = FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS);
      MemorySegment callback =
          NativeLibrary.callback(
              MethodHandles.lookup()
                  .findStatic(
                      LlamaCpp.class,
                      "log",
                      MethodType.methodType(
                          void.class, int.class, MemorySegment.class, MemorySegment.class)),
              line);
      library
          .bind("llama_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS))
          .invokeExact(callback, MemorySegment.NULL);
      library.bind("llama_backend_init", FunctionDescriptor.ofVoid()).invokeExact();
    } catch (Throwable e) {
      throw NativeLibrary.unexpected(e);
    }
  }

  /// The errors llama.cpp told of since this was asked last. Its functions return no reasons, so
  /// this is where one may be found.
  static String takeErrors() {
    synchronized (ERRORS) {
      String errors = String.join("; ", ERRORS);
      ERRORS.clear();
      return errors;
    }
  }

  private static void remember(String error) {
    synchronized (ERRORS) {
      if (ERRORS.size() == ERRORS_MAX) {
        ERRORS.remove();
      }
      ERRORS.add(error);
    }
  }

  /// What llama.cpp would write to standard error. It tells of files and memory, not of prompts.
  @SuppressWarnings({"restricted", "UnusedMethod", "UnusedVariable"}) // called by native code
  private static void log(int level, MemorySegment text, MemorySegment data) {
    try {
      if (level == LOG_LEVEL_ERROR || (level == LOG_LEVEL_WARN && LOG.isDebugEnabled())) {
        String line = text.reinterpret(LOG_BYTES_MAX).getString(0).strip();
        LOG.atDebug().addKeyValue("text", line).log("llama.cpp says");
        if (level == LOG_LEVEL_ERROR) {
          remember(line);
        }
      }
    } catch (RuntimeException e) {
      // An exception must not enter native code; a line of log that cannot be read is no loss.
      LOG.atDebug().setCause(e).log("llama.cpp's log cannot be read");
    }
  }
}
