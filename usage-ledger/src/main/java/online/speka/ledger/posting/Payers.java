package online.speka.ledger.posting;

import java.util.Set;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import org.jspecify.annotations.Nullable;

/// Tenants that have an account, and those of them that can only spend what they have.
record Payers(Set<TenantId> tenants, Set<TenantId> prepaid) {

  Payers {
    tenants = Set.copyOf(tenants);
    prepaid = Set.copyOf(prepaid);
  }

  /// The most a job may cost. One that was accepted while its tenant still paid afterwards has
  /// nothing reserved, and pays what it used.
  @Nullable MicroCredits amountMax(Outcome outcome) {
    MicroCredits reservation = outcome.job().demand().reservation();
    return prepaid.contains(outcome.job().origin().tenant()) && reservation.value() > 0
        ? reservation
        : null;
  }
}
