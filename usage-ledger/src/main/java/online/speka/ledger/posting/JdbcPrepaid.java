package online.speka.ledger.posting;

import java.util.HashSet;
import java.util.Set;
import online.speka.contract.principal.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which tenants can only spend what they have.
final class JdbcPrepaid {

  private static final String AMONG =
      """
      select tenant_id from funding where billing = 'PREPAID' and tenant_id = any(:ids::text[])
      """;

  private final JdbcClient jdbc;

  JdbcPrepaid(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  Set<TenantId> among(Set<TenantId> tenants) {
    return new HashSet<>(
        jdbc.sql(AMONG)
            .param("ids", new JdbcColumns<>(tenants).text(TenantId::value))
            .query((row, _) -> new TenantId(row.getString(1)))
            .list());
  }
}
