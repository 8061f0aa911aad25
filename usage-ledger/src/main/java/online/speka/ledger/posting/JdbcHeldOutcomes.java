package online.speka.ledger.posting;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.JobEventCodec;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Outcomes that wait for a price or an account. A held outcome is the job's outcome: later ones
/// are dropped as if it had been billed.
final class JdbcHeldOutcomes {

  private static final String INSERT =
      """
      insert into held_outcome (
        job_id, model_id, tenant_id, attempt_epoch, attempt_number, event, held_at)
      select *, :heldAt::timestamptz from unnest(:jobId::uuid[], :model::text[], :tenant::text[],
        :epoch::integer[], :number::integer[], :event::bytea[])
      on conflict (job_id) do nothing
      returning job_id
      """;

  private static final String ATTEMPTS =
      """
      select job_id, attempt_epoch, attempt_number from held_outcome
       where job_id = any(:ids::uuid[])
      """;

  private static final String TAKE_BILLABLE =
      """
      delete from held_outcome where job_id in (
        select h.job_id from held_outcome h
         where h.rejected is null
           and exists (select from price_version p where p.model_id = h.model_id)
           and exists (select from account a where a.tenant_id = h.tenant_id)
         order by h.held_at
         limit :max
           for update skip locked)
      returning event
      """;

  private static final String REJECT =
      """
      update held_outcome set rejected = :reason where job_id = :jobId
      """;

  private final JdbcClient jdbc;

  JdbcHeldOutcomes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @return the jobs that were not held before
  Set<JobId> insert(Collection<Outcome> outcomes, Instant heldAt) {
    JdbcColumns<Outcome> rows = new JdbcColumns<>(outcomes);
    if (rows.isEmpty()) {
      return Set.of();
    }
    return new HashSet<>(
        jdbc.sql(INSERT)
            .param("heldAt", JdbcColumns.instant(heldAt))
            .param("jobId", rows.text(outcome -> outcome.job().id()))
            .param("model", rows.text(outcome -> outcome.job().model()))
            .param("tenant", rows.text(outcome -> outcome.job().origin().tenant()))
            .param("epoch", rows.ints(outcome -> outcome.attempt().epoch()))
            .param("number", rows.ints(outcome -> outcome.attempt().number()))
            .param("event", rows.bytes(JobEventCodec::encode))
            .query((row, _) -> new JobId(row.getObject(1, UUID.class)))
            .list());
  }

  /// The attempts whose outcomes are held, for those of the jobs that are held.
  Map<JobId, Attempt> attemptsOf(Collection<JobId> jobs) {
    Map<JobId, Attempt> attempts = new HashMap<>();
    jdbc.sql(ATTEMPTS)
        .param("ids", new JdbcColumns<>(jobs).text(JobId::value))
        .query(
            row -> {
              attempts.put(
                  new JobId(row.getObject(1, UUID.class)),
                  new Attempt(row.getInt(2), row.getInt(3)));
            });
    return attempts;
  }

  /// Removes outcomes that can be billed by now, the oldest first.
  List<JobEvent> takeBillable(int max) {
    return jdbc.sql(TAKE_BILLABLE)
        .param("max", max)
        .query((row, _) -> JobEventCodec.decode(row.getBytes(1)))
        .list();
  }

  /// Keeps an outcome for people to look at: it cannot be billed.
  void keepRejected(Outcome outcome, String reason, Instant heldAt) {
    insert(List.of(outcome), heldAt);
    jdbc.sql(REJECT).param("jobId", outcome.job().id().value()).param("reason", reason).update();
  }
}
