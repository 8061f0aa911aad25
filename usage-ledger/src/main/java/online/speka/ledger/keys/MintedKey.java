package online.speka.ledger.keys;

import java.util.Objects;
import online.speka.contract.principal.ApiKey;

/// A new key, with its secret: the only time it is seen.
public record MintedKey(KeyInfo info, ApiKey secret) {
  public MintedKey {
    Objects.requireNonNull(info);
    Objects.requireNonNull(secret);
  }
}
