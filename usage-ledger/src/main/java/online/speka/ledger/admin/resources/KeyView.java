package online.speka.ledger.admin.resources;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.ledger.keys.KeyInfo;
import org.jspecify.annotations.Nullable;

/// What operators see of a key. Empty lists restrict nothing.
///
/// @param displayPrefix the beginning of the secret, to recognise it by
/// @param secret the key itself; null whenever it is not new
record KeyView(
    String id,
    String organization,
    String project,
    String name,
    String displayPrefix,
    String state,
    List<String> models,
    List<String> endpoints,
    List<String> networks,
    Instant createdAt,
    @Nullable String createdBy,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable String replacedBy,
    @Nullable String secret) {

  static KeyView of(KeyInfo key) {
    return of(key, null);
  }

  static KeyView of(KeyInfo key, @Nullable String secret) {
    Access access = key.access();
    KeyInfo.Life life = key.life();
    return new KeyView(
        key.id().value(),
        key.organization().value(),
        key.project().value(),
        key.name().value(),
        key.displayPrefix(),
        key.state().name().toLowerCase(Locale.ROOT),
        access.models().stream().map(ModelId::value).toList(),
        access.endpoints().stream().map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList(),
        access.networks().stream().map(Object::toString).toList(),
        life.createdAt(),
        life.createdBy(),
        access.expiresAt(),
        life.lastUsedAt(),
        life.replacedBy() == null ? null : life.replacedBy().value(),
        secret);
  }
}
