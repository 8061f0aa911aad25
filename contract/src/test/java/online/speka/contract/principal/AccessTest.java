package online.speka.contract.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelId;
import org.junit.jupiter.api.Test;

class AccessTest {

  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final ModelId ONE = new ModelId("one");
  private static final ModelId TWO = new ModelId("two");

  @Test
  void withoutARestrictionEverythingIsOpenForEver() {
    assertThat(Access.UNRESTRICTED.mayUse(ONE)).isTrue();
    assertThat(JobKind.values()).allMatch(Access.UNRESTRICTED::mayCall);
    assertThat(Access.UNRESTRICTED.isExpired(Instant.MAX)).isFalse();
    assertThat(Access.UNRESTRICTED.mayComeFrom(InetAddress.ofLiteral("203.0.113.9"))).isTrue();
  }

  @Test
  void whatIsRestrictedIsClosedToAllElse() {
    // Given
    Access access =
        new Access(
            Set.of(ONE),
            Set.of(JobKind.CHAT_COMPLETIONS),
            NOW,
            List.of(Network.parse("10.0.0.0/8"), Network.parse("::1")));
    // Then
    assertThat(access.mayUse(ONE)).isTrue();
    assertThat(access.mayUse(TWO)).isFalse();
    assertThat(access.mayCall(JobKind.CHAT_COMPLETIONS)).isTrue();
    assertThat(access.mayCall(JobKind.RESPONSES)).isFalse();
    assertThat(access.isExpired(NOW.minusNanos(1))).isFalse();
    assertThat(access.isExpired(NOW)).as("at the very instant").isTrue();
    assertThat(access.mayComeFrom(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
    assertThat(access.mayComeFrom(InetAddress.ofLiteral("::1"))).isTrue();
    assertThat(access.mayComeFrom(InetAddress.ofLiteral("11.1.2.3"))).isFalse();
  }

  @Test
  void whatEveryEdgeKeepsInMemoryIsBounded() {
    // Given
    Set<ModelId> models =
        IntStream.rangeClosed(0, Access.MODELS_MAX)
            .mapToObj(i -> new ModelId("m" + i))
            .collect(Collectors.toSet());
    List<Network> networks =
        Collections.nCopies(Access.NETWORKS_MAX + 1, Network.parse("10.0.0.0/8"));
    // Then
    assertThatThrownBy(() -> new Access(models, Set.of(), null, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Access(Set.of(), Set.of(), null, networks))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
