package online.speka.contract.catalog;

import java.time.Instant;
import java.util.Objects;
import online.speka.contract.usage.Prices;

/// One model of the catalog.
///
/// @param kind what this model is for
/// @param ownedBy shown to clients; simulated models say so here
/// @param created shown to clients, in whole seconds
/// @param capacity slots and token limits
/// @param partitions how many Kafka partitions each lane's topic has
/// @param prices what it costs
/// @param engine what runs it, with that engine's settings
public record ModelSpec(
    ModelId id,
    ModelKind kind,
    String ownedBy,
    Instant created,
    Capacity capacity,
    Partitions partitions,
    Prices prices,
    EngineSpec engine) {

  public ModelSpec {
    Objects.requireNonNull(id);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(ownedBy);
    Objects.requireNonNull(created);
    Objects.requireNonNull(capacity);
    Objects.requireNonNull(partitions);
    Objects.requireNonNull(prices);
    Objects.requireNonNull(engine);
    if (kind != ModelKind.IMAGES && !prices.images().isEmpty()) {
      throw new IllegalArgumentException("prices.images is for models of kind images");
    }
  }

  public ModelSpec withPrices(Prices others) {
    return new ModelSpec(id, kind, ownedBy, created, capacity, partitions, others, engine);
  }

  /// How much one worker takes on.
  ///
  /// @param slots jobs of this model that one worker runs at the same time
  /// @param contextTokens prompt and output together, in tokens; for embeddings, one input
  /// @param outputTokensMax most completion tokens of one choice; what a request without a limit
  ///     reserves
  public record Capacity(int slots, int contextTokens, int outputTokensMax) {
    public static final int SLOTS_MAX = 4096;

    public Capacity {
      if (slots < 1 || slots > SLOTS_MAX) {
        throw new IllegalArgumentException("slots must be 1 to " + SLOTS_MAX + ", not " + slots);
      }
      if (contextTokens < 1) {
        throw new IllegalArgumentException(
            "context_tokens must be at least 1, not " + contextTokens);
      }
      if (outputTokensMax < 0 || outputTokensMax > contextTokens) {
        throw new IllegalArgumentException(
            "output_tokens_max must be 0 to context_tokens, not " + outputTokensMax);
      }
    }
  }

  /// Kafka partitions per lane. They are shards of a model, not a means of parallelism.
  public record Partitions(int interactive, int batch) {
    public static final int PARTITIONS_MAX = 64;

    public Partitions {
      if (interactive < 1 || interactive > PARTITIONS_MAX) {
        throw new IllegalArgumentException(
            "partitions.interactive must be 1 to " + PARTITIONS_MAX + ", not " + interactive);
      }
      if (batch < 1 || batch > PARTITIONS_MAX) {
        throw new IllegalArgumentException(
            "partitions.batch must be 1 to " + PARTITIONS_MAX + ", not " + batch);
      }
    }
  }
}
