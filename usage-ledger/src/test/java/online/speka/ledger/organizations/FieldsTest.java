package online.speka.ledger.organizations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  @Test
  void anAddressIsTheSameInAnyCase() {
    assertThat(new Email(" Ada@Example.ORG ")).isEqualTo(new Email("ada@example.org"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ada", "@example.org", "ada@", "a b@example.org", "a@b@c", "a,b@c"})
  void whatIsSurelyNoAddressIsRefusedByName(String text) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> new Email(text))
        .satisfies(thrown -> assertThat(thrown.field()).isEqualTo("email"));
  }

  @Test
  void anAddressHasAnEnd() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> new Email("a".repeat(250) + "@b.org"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two\nlines", "nul\u0000"})
  void aNameIsOneLineOfText(String text) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> new Name(text))
        .satisfies(thrown -> assertThat(thrown.field()).isEqualTo("name"));
  }

  @Test
  void aNameIsCountedInCharactersAsPeopleAndTheDatabaseCountThem() {
    String faces = "\uD83D\uDE00".repeat(Name.LENGTH_MAX);
    assertThat(new Name(faces).value()).isEqualTo(faces);
    assertThatExceptionOfType(InvalidFieldException.class).isThrownBy(() -> new Name(faces + "x"));
  }
}
