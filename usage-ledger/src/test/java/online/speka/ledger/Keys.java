package online.speka.ledger;

import java.security.SecureRandom;
import online.speka.contract.principal.ApiKey;

/** Keys that are nobody's: new in every test JVM. */
public final class Keys {

  public static final String MAIN = mint();
  public static final String OTHER = mint();
  public static final String REVOKED = mint();

  private Keys() {}

  public static String mint() {
    return ApiKey.mint(new SecureRandom()).reveal();
  }
}
