package online.speka.infra.local;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.wire.CatalogFile;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// The models of local mode, written out as the catalog file that every part reads.
final class LocalCatalog {

  /// The one real chat model.
  static final String SMOLLM2 = "smollm2-135m-instruct";

  private static final String FILE = "catalog.yaml";
  private static final int ALWAYS = 1_000_000;
  private static final int BREAK_AT_TOKEN = 5;
  private static final int IMAGE_PROMPT_TOKENS_MAX = 8192;
  /// Kills every worker that answers it: only where it is asked for by name.
  private static final String POISON = "sim/poison";

  private static final int KILL_AT_TOKEN = 5;
  private static final int UPSTREAM_SLOTS = 256;
  private static final int UPSTREAM_CONTEXT_TOKENS = 131_072;

  private final LocalSettings settings;
  private final Optional<Path> chatModel;
  private final List<Map<String, Object>> models = new ArrayList<>();

  private LocalCatalog(LocalSettings settings, Optional<Path> chatModel) {
    this.settings = settings;
    this.chatModel = chatModel;
  }

  /// Writes `catalog.yaml` and returns it as the parts will read it.
  ///
  /// @param chatModel the real chat model's file; without it the model is left out
  static Catalog write(LocalSettings settings, Optional<Path> chatModel) {
    LocalCatalog catalog = new LocalCatalog(settings, chatModel);
    catalog.addAll();
    Path file = file(settings);
    LocalFiles.replace(
        file,
        ("# Written at every start. To serve other models see SPEKA_UPSTREAM in the README.\n"
                + new YAMLMapper().writeValueAsString(Map.of("models", catalog.models)))
            .getBytes(StandardCharsets.UTF_8));
    return CatalogFile.read(file);
  }

  static Path file(LocalSettings settings) {
    return settings.data().resolve(FILE);
  }

  private void addAll() {
    chatModel.ifPresent(
        file ->
            builtIn(
                SMOLLM2,
                "chat",
                "HuggingFaceTB",
                limits(4, 2048, 1024),
                Map.of("llama_cpp", Map.of("file", file.toString()))));
    builtIn(
        "all-minilm-l6-v2",
        "embeddings",
        "sentence-transformers",
        limits(64, 256, 0),
        Map.of("onnx", Map.of("model", "all-minilm-l6-v2-q", "threads", 1, "batch_max", 32)));
    simulatedChat("meta/llama-3.3-70b-instruct", Map.of());
    simulatedChat("deepseek-ai/deepseek-r1", Map.of("reasoning", true));
    builtIn(
        "nvidia/llama-3.2-nv-embedqa-1b-v2",
        "embeddings",
        "simulated",
        limits(settings.simulation().slots(), 8192, 0),
        Map.of("simulator", Map.of("embedding_dimensions", 2048)));
    simulatedImages("black-forest-labs/flux.1-dev");
    simulatedChat("sim/fail", Map.of("faults", Map.of("fail_attempts", ALWAYS)));
    simulatedChat("sim/flaky", Map.of("faults", Map.of("fail_attempts", 1)));
    simulatedChat(
        "sim/midfail",
        Map.of("faults", Map.of("break_at_token", BREAK_AT_TOKEN, "continues", false)));
    if (settings.names(POISON)) {
      simulatedChat(POISON, Map.of("faults", Map.of("kill_at_token", KILL_AT_TOKEN)));
    }
    settings.upstreams().forEach(this::upstream);
    if (models.isEmpty()) {
      throw new LocalException(
          "SPEKA_MODELS names none of the models that local mode has; leave it unset to get all.");
    }
  }

  private void simulatedChat(String id, Map<String, Object> more) {
    LocalSettings.Simulation simulation = settings.simulation();
    Map<String, Object> simulator = new LinkedHashMap<>();
    simulator.put("time_to_first_token", simulation.timeToFirstToken().toString());
    simulator.put("inter_token", simulation.interToken().toString());
    simulator.put("prefill_per_token", simulation.prefillPerToken().toString());
    simulator.putAll(more);
    builtIn(
        id,
        "chat",
        "simulated",
        limits(simulation.slots(), 131_072, 4096),
        Map.of("simulator", simulator));
  }

  /// Room for as many images as one request can ask for, of the largest size, and a long prompt.
  private void simulatedImages(String id) {
    LocalSettings.Simulation simulation = settings.simulation();
    int imageTokensMax =
        ImageSize.IMAGES_MAX
            * (int) ImageSize.OFFERED.stream().mapToLong(ImageSize::tokens).max().orElseThrow();
    builtIn(
        id,
        "images",
        "simulated",
        limits(simulation.slots(), imageTokensMax + IMAGE_PROMPT_TOKENS_MAX, imageTokensMax),
        Map.of(
            "simulator", Map.of("time_to_first_token", simulation.timeToFirstToken().toString())));
  }

  private void upstream(ModelId id, URI url) {
    add(
        id.value(),
        "chat",
        "upstream",
        limits(UPSTREAM_SLOTS, UPSTREAM_CONTEXT_TOKENS, 4096),
        Map.of("http", Map.of("base_url", url.toString(), "model", id.value())));
  }

  private void builtIn(
      String id,
      String kind,
      String ownedBy,
      Map<String, Object> limits,
      Map<String, Object> engine) {
    if (settings.offers(id)) {
      add(id, kind, ownedBy, limits, engine);
    }
  }

  private void add(
      String id,
      String kind,
      String ownedBy,
      Map<String, Object> limits,
      Map<String, Object> engine) {
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("id", id);
    model.put("kind", kind);
    model.put("owned_by", ownedBy);
    model.putAll(limits);
    model.put(
        "prices", Map.of("prompt", 1_000_000, "cached_prompt", 500_000, "completion", 4_000_000));
    model.put("engine", engine);
    models.add(model);
  }

  private static Map<String, Object> limits(int slots, int contextTokens, int outputTokensMax) {
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("slots", slots);
    limits.put("context_tokens", contextTokens);
    limits.put("output_tokens_max", outputTokensMax);
    return limits;
  }
}
