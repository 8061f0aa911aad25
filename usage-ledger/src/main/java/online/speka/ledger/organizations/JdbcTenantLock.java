package online.speka.ledger.organizations;

import online.speka.contract.principal.TenantId;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The row of an organisation. Who changes what must be right for an organisation as a whole (how
/// many, which names, a last owner) holds it, so that two changes never miss each other.
public final class JdbcTenantLock {

  private static final String LOCK =
      """
      select true from tenant where tenant_id = :id for no key update
      """;

  private final JdbcClient jdbc;

  public JdbcTenantLock(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Until the end of the database transaction.
  ///
  /// @return false if there is no such organisation
  public boolean hold(TenantId organization) {
    return jdbc.sql(LOCK)
        .param("id", organization.value())
        .query(Boolean.class)
        .optional()
        .isPresent();
  }
}
