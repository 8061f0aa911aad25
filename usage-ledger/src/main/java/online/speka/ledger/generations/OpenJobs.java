package online.speka.ledger.generations;

import java.util.Collection;
import java.util.List;
import online.speka.contract.job.Job;
import online.speka.contract.principal.TenantId;

/// Jobs whose outcome the books have, but no bill: they are reserved for all the same.
///
/// Throws [org.springframework.dao.DataAccessException] while the database is away.
interface OpenJobs {

  /// Outcomes that wait for a price, and parts of requests whose other parts have not ended.
  List<Job> of(Collection<TenantId> tenants);
}
