package online.speka.infra.bench.flood;

import java.util.random.RandomGenerator;
import online.speka.contract.principal.ApiKey;

/// What stands in the header of a flood's requests.
public enum FloodKind {
  /// Does not look like a key at all.
  MALFORMED("no key's form") {
    @Override
    String key(RandomGenerator random) {
      return "sk-" + Long.toHexString(random.nextLong());
    }
  },
  /// Looks like one, and its checksum is wrong.
  WRONG_CHECKSUM("wrong checksum") {
    @Override
    String key(RandomGenerator random) {
      String secret = ApiKey.mint(random).reveal();
      char last = secret.charAt(secret.length() - 1);
      return secret.substring(0, secret.length() - 1) + (last == 'x' ? 'y' : 'x');
    }
  },
  /// Could be one, and nobody has it.
  UNKNOWN("unknown") {
    @Override
    String key(RandomGenerator random) {
      return ApiKey.mint(random).reveal();
    }
  };

  private final String words;

  FloodKind(String words) {
    this.words = words;
  }

  /// One that opens nothing.
  abstract String key(RandomGenerator random);

  public String words() {
    return words;
  }
}
