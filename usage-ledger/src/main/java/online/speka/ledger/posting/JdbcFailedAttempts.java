package online.speka.ledger.posting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.AttemptFailed;
import online.speka.contract.outcome.Outcome;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Attempts that failed.
final class JdbcFailedAttempts {

  private static final String INSERT =
      """
      insert into failed_attempt (job_id, attempt_epoch, attempt_number, cause, failed_at)
      select * from unnest(:jobId::uuid[], :epoch::integer[], :number::integer[], :cause::text[],
        :failedAt::timestamptz[])
      on conflict do nothing
      returning job_id, attempt_epoch, attempt_number
      """;

  private static final String AMONG =
      """
      select job_id, attempt_epoch, attempt_number
        from unnest(:jobId::uuid[], :epoch::integer[], :number::integer[])
          as asked (job_id, attempt_epoch, attempt_number)
        join failed_attempt using (job_id, attempt_epoch, attempt_number)
      """;

  private final JdbcClient jdbc;

  JdbcFailedAttempts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @return those that were not known before
  Set<AttemptKey> insert(Collection<AttemptFailed> failed) {
    JdbcColumns<AttemptFailed> rows = new JdbcColumns<>(failed);
    if (rows.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        jdbc.sql(INSERT)
            .param("jobId", rows.text(event -> event.job().id()))
            .param("epoch", rows.ints(event -> event.attempt().epoch()))
            .param("number", rows.ints(event -> event.attempt().number()))
            .param("cause", rows.text(AttemptFailed::cause))
            .param("failedAt", rows.instants(AttemptFailed::at))
            .query(JdbcFailedAttempts::key)
            .list());
  }

  /// Those of the outcomes' attempts that are known to have failed.
  Set<AttemptKey> among(Collection<Outcome> outcomes) {
    JdbcColumns<Outcome> rows = new JdbcColumns<>(outcomes);
    if (rows.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        jdbc.sql(AMONG)
            .param("jobId", rows.text(outcome -> outcome.job().id()))
            .param("epoch", rows.ints(outcome -> outcome.attempt().epoch()))
            .param("number", rows.ints(outcome -> outcome.attempt().number()))
            .query(JdbcFailedAttempts::key)
            .list());
  }

  private static AttemptKey key(ResultSet row, int line) throws SQLException {
    return new AttemptKey(
        new JobId(row.getObject(1, UUID.class)), new Attempt(row.getInt(2), row.getInt(3)));
  }
}
