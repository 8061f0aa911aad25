package online.speka.ledger.admin.resources;

import java.math.BigInteger;
import java.util.List;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.plans.Balances;
import online.speka.ledger.plans.PlanId;
import online.speka.ledger.plans.Plans;
import org.jspecify.annotations.Nullable;

/// What organisations have.
final class BalancesResource implements Resource {

  private final Plans plans;

  BalancesResource(Plans plans) {
    this.plans = plans;
  }

  @Override
  public List<Operation> operations() {
    return List.of(Operation.get(Path.ONE_ORGANIZATION + "/balance", this::balance));
  }

  private Reply balance(Call call) {
    TenantId tenant = call.id(Path.ORGANIZATION, TenantId::new);
    return plans
        .balances(tenant)
        .map(balances -> new Reply.Json(View.of(tenant, balances)))
        .orElseThrow(() -> AdminException.notFound("There is no such organization."));
  }

  /// @param balanceMicroCredits below zero if it owes
  /// @param reservedMicroCredits for requests that have no bill yet; null if nobody can say
  /// @param spendableMicroCredits what its next requests can cost; null if nothing bounds them
  private record View(
      String organization,
      String billing,
      @Nullable String plan,
      BigInteger balanceMicroCredits,
      @Nullable BigInteger reservedMicroCredits,
      @Nullable BigInteger spendableMicroCredits,
      BigInteger spentThisMonthMicroCredits) {

    static View of(TenantId tenant, Balances balances) {
      return new View(
          tenant.value(),
          PlansResource.word(balances.billing()),
          balances.plan().map(PlanId::value).orElse(null),
          balances.balance(),
          balances.reserved().orElse(null),
          balances.spendable().orElse(null),
          balances.spentThisMonth());
    }
  }
}
