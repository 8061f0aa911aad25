package online.speka.ledger.generations;

import java.util.Collection;
import java.util.List;
import online.speka.contract.job.Job;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.JobEventCodec;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Outcomes that the books keep without a bill.
final class JdbcOpenJobs implements OpenJobs {

  private static final String OPEN =
      """
      select event from held_outcome
       where rejected is null and tenant_id = any(:tenants::text[])
       union all
      select p.event from part_outcome p join split_request r using (request_id)
       where not r.decided
      """;

  private final JdbcClient jdbc;

  JdbcOpenJobs(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Job> of(Collection<TenantId> tenants) {
    return jdbc
        .sql(OPEN)
        .param("tenants", tenants.stream().map(TenantId::value).toArray(String[]::new))
        .query((row, _) -> JobEventCodec.decode(row.getBytes(1)).job())
        .list()
        .stream()
        .filter(job -> tenants.contains(job.origin().tenant()))
        .toList();
  }
}
