package online.speka.ledger.keys;

import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.Network;
import online.speka.ledger.organizations.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/// What a key is to open, as somebody has typed it. Empty lists restrict nothing.
///
/// @param endpoints as `chat_completions`
/// @param networks as `10.0.0.0/8`
public record AccessInput(
    Collection<String> models,
    Collection<String> endpoints,
    @Nullable Instant expiresAt,
    Collection<String> networks) {

  /// @throws InvalidFieldException that names the field
  public Access toAccess() {
    Set<ModelId> models =
        read("models", this.models, Access.MODELS_MAX, ModelId::new)
            .collect(Collectors.toUnmodifiableSet());
    Set<JobKind> endpoints =
        read("endpoints", this.endpoints, JobKind.values().length, AccessInput::endpoint)
            .collect(Collectors.toUnmodifiableSet());
    return new Access(
        models,
        endpoints,
        expiresAt,
        read("networks", networks, Access.NETWORKS_MAX, Network::parse).distinct().toList());
  }

  private static JobKind endpoint(String text) {
    return Stream.of(JobKind.values())
        .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no endpoint of this name"));
  }

  private static <T> Stream<T> read(
      String field, Collection<String> texts, int countMax, Function<String, T> reader) {
    if (texts.size() > countMax) {
      throw new InvalidFieldException(field, field + " must be at most " + countMax);
    }
    return texts.stream()
        .map(
            text -> {
              try {
                return reader.apply(text);
              } catch (IllegalArgumentException e) {
                throw new InvalidFieldException(field, field + ": " + e.getMessage());
              }
            });
  }
}
