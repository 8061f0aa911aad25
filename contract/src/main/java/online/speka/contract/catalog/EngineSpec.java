package online.speka.contract.catalog;

import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What runs a model on a worker, with that engine's settings. A closed set: a new engine is a new
/// case.
public sealed interface EngineSpec {

  /// The word for this engine in a catalog file, in heartbeats and in metrics.
  String name();

  /// An OpenAI-compatible HTTP server beside the worker (vLLM, SGLang, llama.cpp server, NIM).
  ///
  /// @param baseUrl up to and including `/v1`
  /// @param upstreamModel the model's name on that server
  /// @param apiKeyVariable name of the environment variable that holds the server's key, if it
  ///     wants one
  /// @param connectTimeout until the connection stands
  /// @param firstTokenTimeout from the request sent to the first byte of the answer's body
  /// @param idleTimeout between two pieces of the answer
  /// @param unsupported fields of a request that this server cannot obey, of [#FIELDS]: a request
  ///     that makes use of one is refused by name, rather than answered as if it had not
  record Http(
      URI baseUrl,
      String upstreamModel,
      @Nullable String apiKeyVariable,
      Duration connectTimeout,
      Duration firstTokenTimeout,
      Duration idleTimeout,
      Set<String> unsupported)
      implements EngineSpec {

    /// The fields that servers differ in.
    public static final SortedSet<String> FIELDS =
        Collections.unmodifiableSortedSet(
            new TreeSet<>(
                List.of(
                    "background",
                    "best_of",
                    "dimensions",
                    "echo",
                    "frequency_penalty",
                    "logit_bias",
                    "logprobs",
                    "min_p",
                    "n",
                    "output_compression",
                    "output_format",
                    "parallel_tool_calls",
                    "presence_penalty",
                    "quality",
                    "reasoning_effort",
                    "repetition_penalty",
                    "response_format",
                    "seed",
                    "size",
                    "stop",
                    "style",
                    "suffix",
                    "tools",
                    "top_k",
                    "top_logprobs")));

    public Http {
      Objects.requireNonNull(upstreamModel);
      unsupported = Set.copyOf(unsupported);
      for (String field : unsupported) {
        if (!FIELDS.contains(field)) {
          throw new IllegalArgumentException(
              "http.unsupported must name fields of "
                  + String.join(", ", FIELDS)
                  + ", not "
                  + field);
        }
      }
      String scheme = baseUrl.getScheme();
      if (!("http".equals(scheme) || "https".equals(scheme)) || baseUrl.getHost() == null) {
        throw new IllegalArgumentException(
            "http.base_url must be an absolute http(s) URL, not " + baseUrl);
      }
      requirePositive("http.connect_timeout", connectTimeout);
      requirePositive("http.first_token_timeout", firstTokenTimeout);
      requirePositive("http.idle_timeout", idleTimeout);
    }

    @Override
    public String name() {
      return "http";
    }
  }

  /// llama.cpp inside the worker.
  ///
  /// @param file path of a GGUF file; may be relative to the worker's model folder
  /// @param sha256 checksum the file must have, hex; absent means any file is taken
  /// @param threads compute threads; 0 means one less than the machine's cores, at least one
  record LlamaCpp(String file, @Nullable String sha256, int threads) implements EngineSpec {
    public LlamaCpp {
      if (file.isBlank()) {
        throw new IllegalArgumentException("llama_cpp.file must name a GGUF file");
      }
      if (threads < 0) {
        throw new IllegalArgumentException(
            "llama_cpp.threads must not be negative, not " + threads);
      }
    }

    @Override
    public String name() {
      return "llama_cpp";
    }
  }

  /// A sentence-embedding model in ONNX Runtime inside the worker.
  ///
  /// @param model resource name of the model on the class path, without `.onnx`
  /// @param threads compute threads
  /// @param batchMax most inputs in one run of the model
  record Onnx(String model, int threads, int batchMax) implements EngineSpec {
    public static final int BATCH_MAX = 256;

    public Onnx {
      if (model.isBlank()) {
        throw new IllegalArgumentException("onnx.model must name a model resource");
      }
      if (threads < 1) {
        throw new IllegalArgumentException("onnx.threads must be at least 1, not " + threads);
      }
      if (batchMax < 1 || batchMax > BATCH_MAX) {
        throw new IllegalArgumentException(
            "onnx.batch_max must be 1 to " + BATCH_MAX + ", not " + batchMax);
      }
    }

    @Override
    public String name() {
      return "onnx";
    }
  }

  /// The simulator: stands for a GPU that is not there, deterministic in (model, prompt,
  /// parameters, seed).
  ///
  /// @param timeToFirstToken fixed part of the wait before the first token
  /// @param interToken wait between two tokens
  /// @param prefillPerToken added to the first wait for each prompt token that is not cached
  /// @param embeddingDimensions length of a vector, for embedding models
  /// @param reasoning whether a chat answer begins with reasoning
  /// @param faults what goes wrong, for tests
  record Simulator(
      Duration timeToFirstToken,
      Duration interToken,
      Duration prefillPerToken,
      int embeddingDimensions,
      boolean reasoning,
      Faults faults)
      implements EngineSpec {
    public Simulator {
      requireNotNegative("simulator.time_to_first_token", timeToFirstToken);
      requireNotNegative("simulator.inter_token", interToken);
      requireNotNegative("simulator.prefill_per_token", prefillPerToken);
      if (embeddingDimensions < 1 || embeddingDimensions > 8192) {
        throw new IllegalArgumentException(
            "simulator.embedding_dimensions must be 1 to 8192, not " + embeddingDimensions);
      }
      Objects.requireNonNull(faults);
    }

    @Override
    public String name() {
      return "simulator";
    }

    /// Planned failures of simulated runs.
    ///
    /// @param failAttempts how many attempts of each job fail before the first token (a large
    ///     number: always)
    /// @param failureRate share of jobs, 0 to 1, whose first attempt fails before the first token;
    ///     which ones is a function of the job's content
    /// @param breakAtToken the engine dies in mid-stream at this token; 0 never
    /// @param stallAtToken the engine falls silent at this token; 0 never
    /// @param killAtToken the worker's process dies at this token, in every attempt; 0 never. For
    ///     workers that others start again
    /// @param continues whether another attempt can continue a broken stream
    public record Faults(
        int failAttempts,
        double failureRate,
        int breakAtToken,
        int stallAtToken,
        int killAtToken,
        boolean continues) {
      public static final Faults NONE = new Faults(0, 0, 0, 0, true);

      public Faults(
          int failAttempts,
          double failureRate,
          int breakAtToken,
          int stallAtToken,
          boolean continues) {
        this(failAttempts, failureRate, breakAtToken, stallAtToken, 0, continues);
      }

      public Faults {
        if (failAttempts < 0 || breakAtToken < 0 || stallAtToken < 0 || killAtToken < 0) {
          throw new IllegalArgumentException("simulator.faults: counts must not be negative");
        }
        if (!(failureRate >= 0 && failureRate <= 1)) {
          throw new IllegalArgumentException(
              "simulator.faults.failure_rate must be 0 to 1, not " + failureRate);
        }
      }
    }
  }

  private static void requirePositive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException(key + " must be positive, not " + value);
    }
  }

  private static void requireNotNegative(String key, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(key + " must not be negative, not " + value);
    }
  }
}
