package online.speka.ledger.budgets;

import java.math.BigInteger;
import online.speka.contract.principal.TenantId;

/// A threshold that was crossed.
///
/// @param spent when it was noticed
record BudgetAlert(
    TenantId tenant, String budget, int percent, BigInteger spent, BigInteger amount) {}
