package online.speka.edge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.guard.Guard;
import online.speka.contract.guard.Guards;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.Principal;
import online.speka.edge.TestJobs;
import online.speka.testkit.principals.PrincipalBuilder;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class NothingReservedTest {

  private final List<Principal> asked = new ArrayList<>();
  private final Limits limits =
      (Limits)
          Proxy.newProxyInstance(
              Limits.class.getClassLoader(),
              new Class<?>[] {Limits.class},
              (_, method, arguments) -> {
                asked.add((Principal) arguments[0]);
                return method.getReturnType() == Mono.class ? Mono.empty() : null;
              });
  private final Principal principal =
      PrincipalBuilder.principal("acme", "key_1")
          .funds(new Fund("prepaid", Fund.Source.PREPAID_CREDIT))
          .build();

  @Test
  void withTheGuardTheLimitsAreTheLimits() {
    assertThat(NothingReserved.unless(Guards.ALL, limits)).isSameAs(limits);
    for (Guard guard : Guard.values()) {
      assertThat(NothingReserved.unless(new Guards(guard), limits) == limits)
          .isEqualTo(guard != Guard.RESERVATION);
    }
  }

  @Test
  void withoutTheGuardNoFundIsAsked() {
    Limits without = NothingReserved.unless(new Guards(Guard.RESERVATION), limits);

    without.charge(principal, null);
    without.release(principal, TestJobs.newId());

    assertThat(asked.getFirst().funds()).isEmpty();
    assertThat(asked.getFirst().limits()).isEqualTo(principal.limits());
    assertThat(asked.getLast()).isEqualTo(principal);
  }
}
