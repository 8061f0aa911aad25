package online.speka.ledger.organizations;

import java.util.random.RandomGenerator;

/// Names of new things: random, so that they tell nothing of how many there are.
final class Ids {
  private static final String DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz";

  /// 103 bits: two ids are never the same.
  private static final int LENGTH = 20;

  private Ids() {}

  static String next(String prefix, RandomGenerator random) {
    StringBuilder id = new StringBuilder(prefix);
    for (int i = 0; i < LENGTH; i++) {
      id.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return id.toString();
  }
}
