package online.speka.ledger.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.Network;
import online.speka.ledger.organizations.InvalidFieldException;
import org.junit.jupiter.api.Test;

class AccessInputTest {

  private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

  @Test
  void textsBecomeWhatAKeyOpens() {
    AccessInput input =
        new AccessInput(
            List.of("vendor/chat"),
            List.of("chat_completions", "embeddings"),
            LATER,
            List.of("10.0.0.0/8", "::1"));
    assertThat(input.toAccess())
        .isEqualTo(
            new Access(
                Set.of(new ModelId("vendor/chat")),
                Set.of(JobKind.CHAT_COMPLETIONS, JobKind.EMBEDDINGS),
                LATER,
                List.of(Network.parse("10.0.0.0/8"), Network.parse("::1/128"))));
  }

  @Test
  void whatCannotBeIsRefusedByTheNameOfItsField() {
    assertRefused("models", new AccessInput(List.of(""), List.of(), null, List.of()));
    assertRefused("endpoints", new AccessInput(List.of(), List.of("chat"), null, List.of()));
    assertRefused("networks", new AccessInput(List.of(), List.of(), null, List.of("10.0.0.1/8")));
    assertRefused(
        "networks",
        new AccessInput(List.of(), List.of(), null, Collections.nCopies(33, "10.0.0.1")));
    assertRefused(
        "models", new AccessInput(Collections.nCopies(101, "m"), List.of(), null, List.of()));
  }

  private static void assertRefused(String field, AccessInput input) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(input::toAccess)
        .satisfies(thrown -> assertThat(thrown.field()).isEqualTo(field));
  }
}
