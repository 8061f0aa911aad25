package online.speka.ledger.plans;

import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.TenantId;

/// Plans, and how organisations pay. Every one of these throws
/// [org.springframework.dao.DataAccessException] while the database is away.
public interface Plans {

  /// Makes a plan, or changes its allowance: a larger one holds from now on, a smaller one from the
  /// next month on.
  void define(Plan plan);

  List<Plan> list();

  /// Puts an organisation on a plan, whose allowance it gets at once; or on none.
  ///
  /// @return false if there is no such organisation or plan
  boolean assign(TenantId tenant, Optional<PlanId> plan);

  /// @return false if there is no such organisation
  boolean bill(TenantId tenant, Billing billing);

  /// @return empty if there is no such organisation
  Optional<Balances> balances(TenantId tenant);
}
