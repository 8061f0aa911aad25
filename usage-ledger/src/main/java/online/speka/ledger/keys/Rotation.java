package online.speka.ledger.keys;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyId;
import online.speka.ledger.organizations.InvalidFieldException;
import org.jspecify.annotations.Nullable;

/// A new secret for the same use: the new key opens what the old one opens, under limits like its.
///
/// @param overlap how long both are good; after none the old one is revoked at once
/// @param expiresAt when the new key expires; null means when the old one would have, if ever
/// @param by who wants it
public record Rotation(KeyId key, Duration overlap, @Nullable Instant expiresAt, String by) {

  public static final Duration OVERLAP_MAX = Duration.ofDays(90);

  public Rotation {
    Objects.requireNonNull(key);
    Objects.requireNonNull(by);
    if (overlap.isNegative() || overlap.compareTo(OVERLAP_MAX) > 0) {
      throw new InvalidFieldException(
          "overlap", "overlap must be 0 to " + OVERLAP_MAX.toDays() + " days");
    }
  }

  NewKey replacementOf(KeyInfo old) {
    Access access = old.access();
    return new NewKey(
        old.organization(),
        old.project(),
        old.name(),
        old.displayPrefix().startsWith(ApiKey.TEST_PREFIX) ? ApiKey.Mode.TEST : ApiKey.Mode.LIVE,
        expiresAt == null
            ? access
            : new Access(access.models(), access.endpoints(), expiresAt, access.networks()),
        by);
  }
}
