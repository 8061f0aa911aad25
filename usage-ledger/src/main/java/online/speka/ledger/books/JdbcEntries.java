package online.speka.ledger.books;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.posting.JdbcColumns;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Entries as rows of the table of transactions.
final class JdbcEntries {

  private static final String INSERT =
      """
      insert into ledger_transaction (transaction_id, kind, job_id, posted_at, reason, entered_by)
      values (:id, :kind, :job, :postedAt::timestamptz, :reason, :by)
      on conflict (transaction_id) do nothing
      """;

  private static final String FIND =
      """
      select t.kind, t.job_id, t.posted_at, t.reason, t.entered_by, a.tenant_id, p.amount
        from ledger_transaction t
        join posting p using (transaction_id)
        join account a using (account_id)
       where t.transaction_id = :id and a.kind = 'TENANT'
      """;

  private static final String LOCK_BILL =
      """
      select tenant_id, amount from job_bill where job_id = :job for no key update
      """;

  private static final String REFUNDED =
      """
      select coalesce(sum(p.amount), 0)
        from ledger_transaction t
        join posting p using (transaction_id)
        join account a using (account_id)
       where t.job_id = :job and t.kind = 'REFUND' and a.kind = 'TENANT'
      """;

  private final JdbcClient jdbc;

  JdbcEntries(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @return false if the id is taken
  boolean insert(Entry entry, Instant postedAt) {
    JobId job = jobOf(entry.movement());
    return jdbc.sql(INSERT)
            .param("id", entry.id())
            .param("kind", entry.kind().name())
            .param("job", job == null ? null : job.value())
            .param("postedAt", JdbcColumns.instant(postedAt))
            .param("reason", entry.reason())
            .param("by", entry.by())
            .update()
        == 1;
  }

  /// The answer to an entry whose id is taken.
  ///
  /// @return empty if it is not
  Optional<Entered> find(Entry entry) {
    return jdbc.sql(FIND).param("id", entry.id()).query((row, _) -> answer(row, entry)).optional();
  }

  private static Entered answer(ResultSet row, Entry entry) throws SQLException {
    TenantId tenant = new TenantId(row.getString("tenant_id"));
    MicroCredits credited = new MicroCredits(row.getLong("amount"));
    boolean same =
        entry.kind().name().equals(row.getString("kind"))
            && movedBy(entry, tenant, credited, row.getObject("job_id", UUID.class))
            && entry.reason().equals(row.getString("reason"))
            && entry.by().equals(row.getString("entered_by"));
    return same
        ? new Entered.Posted(
            entry.id(),
            entry.kind(),
            tenant,
            credited,
            row.getObject("posted_at", OffsetDateTime.class).toInstant())
        : new Entered.Refused(Entered.Why.ID_IN_USE);
  }

  private static boolean movedBy(
      Entry entry, TenantId tenant, MicroCredits credited, @Nullable UUID job) {
    return switch (entry.movement()) {
      case Movement.TopUp(var of, var amount) -> of.equals(tenant) && amount.equals(credited);
      case Movement.Grant(var of, var amount) -> of.equals(tenant) && amount.equals(credited);
      case Movement.GrantExpiry(var of, var amount) ->
          of.equals(tenant) && amount.negated().equals(credited);
      case Movement.Refund(var of, var amount) -> of.value().equals(job) && amount.equals(credited);
      case Movement.Adjustment(var of, var amount) -> of.equals(tenant) && amount.equals(credited);
      case Movement.WriteOff(var of, var amount) -> of.equals(tenant) && amount.equals(credited);
    };
  }

  /// What a job was charged, and who paid it.
  record Charged(TenantId tenant, MicroCredits amount) {}

  /// Nobody else refunds this job until this transaction ends.
  Optional<Charged> lockBill(JobId job) {
    return jdbc.sql(LOCK_BILL)
        .param("job", job.value())
        .query(
            (row, _) ->
                new Charged(new TenantId(row.getString(1)), new MicroCredits(row.getLong(2))))
        .optional();
  }

  MicroCredits refunded(JobId job) {
    return new MicroCredits(
        jdbc.sql(REFUNDED)
            .param("job", job.value())
            .query((row, _) -> row.getBigDecimal(1).longValueExact())
            .single());
  }

  private static @Nullable JobId jobOf(Movement movement) {
    return movement instanceof Movement.Refund(JobId job, _) ? job : null;
  }
}
