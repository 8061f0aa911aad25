package online.speka.ledger.funds;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.TenantId;

/// What the books say about funds.
///
/// Every one of these throws [org.springframework.dao.DataAccessException] while the database is
/// away.
public interface FundLevels {

  /// What is to be told after these: those that have really ended, and what is left now in the
  /// funds they were held under.
  List<FundUpdate> after(Collection<Ended> ended);

  /// Every fund of a tenant.
  FundUpdate of(TenantId tenant);

  /// Every fund of the tenants that have any, in pieces, in the order of their ids.
  ///
  /// @param after the last tenant of the piece before, empty at first
  List<FundUpdate> page(String after, int tenantsMax);

  /// Those of the jobs and requests that need no reservation any more, with the tokens they used: a
  /// bill is made, or none ever will be.
  Map<JobId, Long> decided(Collection<JobId> reservations);

  /// The funds that a reservation of each key is held under; keys without any are left out.
  Map<KeyId, List<String>> fundsOf(Collection<KeyId> keys);

  /// Tenants that have funds or had some once.
  Set<TenantId> tenants();
}
