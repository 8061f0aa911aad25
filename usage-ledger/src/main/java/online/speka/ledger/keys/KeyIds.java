package online.speka.ledger.keys;

import online.speka.contract.principal.ApiKey;
import online.speka.contract.principal.KeyId;

/// Public ids of keys. An id follows from its key, so that minting a key twice is minting it once.
public final class KeyIds {
  private static final String PREFIX = "key_";
  private static final int DIGITS = 16;

  private KeyIds() {}

  public static KeyId of(ApiKey key) {
    return new KeyId(PREFIX + key.hash().hex().substring(0, DIGITS));
  }
}
