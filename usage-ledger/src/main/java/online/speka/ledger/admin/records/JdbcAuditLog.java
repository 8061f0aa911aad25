package online.speka.ledger.admin.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import online.speka.ledger.admin.operators.OperatorId;
import online.speka.ledger.posting.JdbcColumns;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// The table of what was done.
final class JdbcAuditLog implements AuditLog {

  private static final String WRITE =
      """
      insert into audit_entry (at, token_id, operator_name, action, target, tenant_id, request_id,
                               address, details)
      values (:at::timestamptz, :operator, :name, :action, :target, :tenant, :request,
              :address::inet, :details::jsonb)
      """;

  private static final String READ =
      """
      select entry_id, at, token_id, operator_name, action, target, tenant_id, request_id,
             host(address) as address, details
        from audit_entry
       where (cast(:tenant as text) is null or tenant_id = :tenant)
         and (cast(:before as bigint) is null or entry_id < :before)
       order by entry_id desc
       limit :max
      """;

  private static final JsonMapper JSON = new JsonMapper();

  private final JdbcClient jdbc;

  JdbcAuditLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void write(AuditEntry entry) {
    jdbc.sql(WRITE)
        .param("at", JdbcColumns.instant(entry.at()))
        .param("operator", entry.who().operator().value())
        .param("name", entry.who().name())
        .param("action", entry.action())
        .param("target", entry.target())
        .param("tenant", entry.tenant())
        .param("request", entry.who().requestId())
        .param("address", entry.who().address())
        .param("details", entry.details().toString())
        .update();
  }

  @Override
  public List<AuditEntry.Numbered> read(@Nullable String tenant, @Nullable Long before, int max) {
    return jdbc.sql(READ)
        .param("tenant", tenant)
        .param("before", before)
        .param("max", max)
        .query((row, _) -> new AuditEntry.Numbered(row.getLong("entry_id"), entry(row)))
        .list();
  }

  private static AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        new AuditEntry.Who(
            new OperatorId(row.getString("token_id")),
            row.getString("operator_name"),
            row.getString("request_id"),
            row.getString("address")),
        row.getString("action"),
        row.getString("target"),
        row.getString("tenant_id"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        JSON.readTree(row.getString("details")));
  }
}
