package online.speka.contract.principal;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import org.jspecify.annotations.Nullable;

/// What a key opens, until when, and from where. Empty always means: no restriction.
///
/// @param models models the key may use
/// @param endpoints what it may ask of them
/// @param expiresAt from when on it opens nothing; null means never
/// @param networks where its requests may come from
public record Access(
    Set<ModelId> models,
    Set<JobKind> endpoints,
    @Nullable Instant expiresAt,
    List<Network> networks) {

  /// Every edge keeps every principal in memory.
  public static final int MODELS_MAX = 100;

  public static final int NETWORKS_MAX = 32;

  public static final Access UNRESTRICTED = new Access(Set.of(), Set.of(), null, List.of());

  public Access {
    // Sorted, so that the same access is always the same bytes.
    models = Collections.unmodifiableSet(new TreeSet<>(models));
    endpoints = Collections.unmodifiableSet(new TreeSet<>(endpoints));
    networks = List.copyOf(networks);
    if (models.size() > MODELS_MAX) {
      throw new IllegalArgumentException("a key names at most " + MODELS_MAX + " models");
    }
    if (networks.size() > NETWORKS_MAX) {
      throw new IllegalArgumentException("a key names at most " + NETWORKS_MAX + " networks");
    }
  }

  public boolean mayUse(ModelId model) {
    return models.isEmpty() || models.contains(model);
  }

  public boolean mayCall(JobKind endpoint) {
    return endpoints.isEmpty() || endpoints.contains(endpoint);
  }

  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  public boolean mayComeFrom(InetAddress client) {
    return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(client));
  }
}
