package online.speka.contract.principal;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeyTest {

  @Test
  void mintedKeysParseAndAreAllDifferent() {
    // Given
    SecureRandom random = new SecureRandom();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      // When
      ApiKey key = ApiKey.mint(random);
      // Then
      assertThat(key.reveal()).startsWith("sk-speka-live-").hasSize(14 + 32 + 6);
      assertThat(ApiKey.parse(key.reveal()).orElseThrow().hash()).isEqualTo(key.hash());
      assertThat(seen.add(key.hash().hex())).isTrue();
    }
  }

  @Test
  void everySingleWrongCharacterIsCaughtByTheChecksum() {
    // Given
    String key = ApiKey.mint(new SecureRandom()).reveal();
    for (int i = 14; i < key.length(); i++) {
      char other = key.charAt(i) == 'A' ? 'B' : 'A';
      // When
      String mistyped = key.substring(0, i) + other + key.substring(i + 1);
      // Then
      assertThat(ApiKey.parse(mistyped)).isEmpty();
    }
  }

  @Test
  void aKeyForTestsSaysSoAndIsAKeyLikeAnyOther() {
    // When
    ApiKey key = ApiKey.mint(ApiKey.Mode.TEST, new SecureRandom());
    // Then
    assertThat(key.reveal()).startsWith("sk-speka-test-").hasSize(14 + 32 + 6);
    assertThat(ApiKey.parse(key.reveal()).orElseThrow().hash()).isEqualTo(key.hash());
    assertThat(ApiKey.parse(key.reveal().replace("-test-", "-live-")))
        .as("a key for tests that was made to look like a live one")
        .isEmpty();
  }

  @Test
  void textThatIsNoKeyIsNone() {
    for (String text : new String[] {"", "sk-", "sk-speka-live-", "sk-proj-abc", "\u0000"}) {
      assertThat(ApiKey.parse(text)).isEmpty();
    }
  }

  @Test
  void aKeyNeverShowsItselfInText() {
    // Given
    ApiKey key = ApiKey.mint(new SecureRandom());
    // Then
    assertThat(key.toString()).doesNotContain(key.reveal()).isEqualTo(key.displayPrefix() + "…");
    assertThat(key.displayPrefix()).hasSize(18);
  }
}
