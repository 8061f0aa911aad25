package online.speka.contract.wire;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelKind;
import online.speka.contract.catalog.ModelSpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// Reads a catalog from YAML. A mistake is reported with file, line and key.
///
/// ```yaml
/// models:
///   - id: smollm2-135m-instruct
///     kind: chat                  # chat | embeddings | images
///     owned_by: huggingface
///     created: 2024-11-01T00:00:00Z
///     slots: 4                    # jobs at the same time on one worker
///     context_tokens: 2048
///     output_tokens_max: 1024
///     partitions: {interactive: 1, batch: 4}
///     prices:                     # micro-credits per million tokens
///       prompt: 1000000           # of an embedding, too
///       cached_prompt: 500000
///       completion: 4000000
///       reasoning: 4000000        # as completion if it is not there
///       batch_discount_percent: 50  # none if it is not there
///       images:                   # of image models: micro-credits per image, beside its tokens
///         - {size: 1024x1024, quality: hd, price: 80000}
///         - {price: 40000}        # every other image
///     engine:                     # exactly one of http, llama_cpp, onnx, simulator
///       llama_cpp: {file: SmolLM2-135M-Instruct.gguf}
///   - id: some/model
///     # ...
///     engine:
///       http:
///         base_url: http://127.0.0.1:8000/v1
///         model: some-model
///         unsupported: [tools, logprobs]   # fields this server cannot obey: refused by name
/// ```
public final class CatalogFile {

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private CatalogFile() {}

  /// @throws CatalogException if the file cannot be read or is wrong
  public static Catalog read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new CatalogException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /// @param name what to call the text in messages
  /// @throws CatalogException if the text is wrong
  public static Catalog parse(String yaml, String name) {
    try {
      Root root = MAPPER.readValue(yaml, Root.class);
      if (root == null || root.models == null || root.models.isEmpty()) {
        throw new CatalogException(name + ": models: at least one model is needed", null);
      }
      return new Catalog(root.models.stream().map(Model::toSpec).toList());
    } catch (DatabindException e) {
      throw new CatalogException(describe(e, yaml, name), e);
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new CatalogException(name + ":" + line + ": " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new CatalogException(name + ": " + e.getMessage(), e);
    }
  }

  private static String describe(DatabindException e, String yaml, String name) {
    String key = key(e);
    String problem = e.getOriginalMessage();
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      // A check of ours: its message begins with the key, inside the object that failed.
      problem = String.valueOf(e.getCause().getMessage());
      key = key + "." + problem.split(" ", 2)[0];
    }
    int line =
        key.isEmpty() && e.getLocation() != null
            ? e.getLocation().getLineNr()
            : YamlLines.of(MAPPER, yaml).lineOf(key);
    return name + ":" + line + ": " + key + ": " + problem;
  }

  private static String key(DatabindException e) {
    List<String> keys = new ArrayList<>();
    for (var reference : e.getPath()) {
      if (reference.getPropertyName() != null) {
        keys.add(reference.getPropertyName());
      } else if (!keys.isEmpty()) {
        keys.set(keys.size() - 1, keys.getLast() + "[" + reference.getIndex() + "]");
      }
    }
    return String.join(".", keys);
  }

  private record Root(@Nullable List<Model> models) {}

  /// A model as the file says it. The checks run here, while the parser still knows the line.
  @SuppressWarnings("UnusedMethod") // the parser calls the constructor
  private record Model(
      @Nullable String id,
      @Nullable String kind,
      @Nullable String ownedBy,
      @Nullable Instant created,
      @Nullable Integer slots,
      @Nullable Integer contextTokens,
      @Nullable Integer outputTokensMax,
      ModelSpec.@Nullable Partitions partitions,
      @Nullable CatalogPrices prices,
      @Nullable Engine engine) {

    private static final Instant CREATED_DEFAULT = Instant.parse("2026-01-01T00:00:00Z");
    private static final int SLOTS_DEFAULT = 4;
    private static final ModelSpec.Partitions PARTITIONS_DEFAULT = new ModelSpec.Partitions(1, 4);

    Model {
      spec(
          id,
          kind,
          ownedBy,
          created,
          slots,
          contextTokens,
          outputTokensMax,
          partitions,
          prices,
          engine);
    }

    ModelSpec toSpec() {
      return spec(
          id,
          kind,
          ownedBy,
          created,
          slots,
          contextTokens,
          outputTokensMax,
          partitions,
          prices,
          engine);
    }

    private static ModelSpec spec(
        @Nullable String id,
        @Nullable String kind,
        @Nullable String ownedBy,
        @Nullable Instant created,
        @Nullable Integer slots,
        @Nullable Integer contextTokens,
        @Nullable Integer outputTokensMax,
        ModelSpec.@Nullable Partitions partitions,
        @Nullable CatalogPrices prices,
        @Nullable Engine engine) {
      int context = required("context_tokens", contextTokens);
      return new ModelSpec(
          new ModelId(required("id", id)),
          ModelKind.fromCatalogName(required("kind", kind)),
          required("owned_by", ownedBy),
          created == null ? CREATED_DEFAULT : created,
          new ModelSpec.Capacity(
              slots == null ? SLOTS_DEFAULT : slots,
              context,
              outputTokensMax == null ? context : outputTokensMax),
          partitions == null ? PARTITIONS_DEFAULT : partitions,
          required("prices", prices).toPrices(),
          required("engine", engine).toSpec());
    }
  }

  @SuppressWarnings("UnusedMethod") // the parser calls the constructor
  private record Engine(
      @Nullable Http http,
      @Nullable LlamaCpp llamaCpp,
      EngineSpec.@Nullable Onnx onnx,
      @Nullable Simulator simulator) {

    Engine {
      choose(http, llamaCpp, onnx, simulator);
    }

    EngineSpec toSpec() {
      return choose(http, llamaCpp, onnx, simulator);
    }

    private static EngineSpec choose(
        @Nullable Http http,
        @Nullable LlamaCpp llamaCpp,
        EngineSpec.@Nullable Onnx onnx,
        @Nullable Simulator simulator) {
      List<EngineSpec> given = new ArrayList<>(1);
      if (http != null) {
        given.add(http.toSpec());
      }
      if (llamaCpp != null) {
        given.add(llamaCpp.toSpec());
      }
      if (onnx != null) {
        given.add(onnx);
      }
      if (simulator != null) {
        given.add(simulator.toSpec());
      }
      if (given.size() != 1) {
        throw new IllegalArgumentException(
            "engine must have exactly one of http, llama_cpp, onnx, simulator");
      }
      return given.getFirst();
    }
  }

  private record Http(
      @Nullable URI baseUrl,
      @Nullable String model,
      @Nullable String apiKeyVariable,
      @Nullable Duration connectTimeout,
      @Nullable Duration firstTokenTimeout,
      @Nullable Duration idleTimeout,
      @Nullable List<String> unsupported) {
    private static final Duration CONNECT_TIMEOUT_DEFAULT = Duration.ofSeconds(2);
    private static final Duration FIRST_TOKEN_TIMEOUT_DEFAULT = Duration.ofSeconds(60);
    private static final Duration IDLE_TIMEOUT_DEFAULT = Duration.ofSeconds(30);

    EngineSpec.Http toSpec() {
      return new EngineSpec.Http(
          required("base_url", baseUrl),
          required("model", model),
          apiKeyVariable,
          connectTimeout == null ? CONNECT_TIMEOUT_DEFAULT : connectTimeout,
          firstTokenTimeout == null ? FIRST_TOKEN_TIMEOUT_DEFAULT : firstTokenTimeout,
          idleTimeout == null ? IDLE_TIMEOUT_DEFAULT : idleTimeout,
          unsupported == null ? Set.of() : Set.copyOf(unsupported));
    }
  }

  private record LlamaCpp(
      @Nullable String file, @Nullable String sha256, @Nullable Integer threads) {
    EngineSpec.LlamaCpp toSpec() {
      return new EngineSpec.LlamaCpp(required("file", file), sha256, threads == null ? 0 : threads);
    }
  }

  private record Simulator(
      @Nullable Duration timeToFirstToken,
      @Nullable Duration interToken,
      @Nullable Duration prefillPerToken,
      @Nullable Integer embeddingDimensions,
      @Nullable Boolean reasoning,
      @Nullable Faults faults) {
    private static final int EMBEDDING_DIMENSIONS_DEFAULT = 1024;

    EngineSpec.Simulator toSpec() {
      return new EngineSpec.Simulator(
          timeToFirstToken == null ? Duration.ZERO : timeToFirstToken,
          interToken == null ? Duration.ZERO : interToken,
          prefillPerToken == null ? Duration.ZERO : prefillPerToken,
          embeddingDimensions == null ? EMBEDDING_DIMENSIONS_DEFAULT : embeddingDimensions,
          reasoning != null && reasoning,
          faults == null ? EngineSpec.Simulator.Faults.NONE : faults.toFaults());
    }
  }

  private record Faults(
      @Nullable Integer failAttempts,
      @Nullable Double failureRate,
      @Nullable Integer breakAtToken,
      @Nullable Integer stallAtToken,
      @Nullable Integer killAtToken,
      @Nullable Boolean continues) {
    EngineSpec.Simulator.Faults toFaults() {
      return new EngineSpec.Simulator.Faults(
          failAttempts == null ? 0 : failAttempts,
          failureRate == null ? 0 : failureRate,
          breakAtToken == null ? 0 : breakAtToken,
          stallAtToken == null ? 0 : stallAtToken,
          killAtToken == null ? 0 : killAtToken,
          continues == null || continues);
    }
  }

  static <T> T required(String key, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(key + " is missing");
    }
    return value;
  }
}
