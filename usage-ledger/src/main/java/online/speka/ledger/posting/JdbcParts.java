package online.speka.ledger.posting;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.wire.JobEventCodec;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Outcomes of parts, collected until their request can be decided. The row of the request is
/// locked first: of two ledgers that bring parts of it at the same time, the second sees what the
/// first has written, so one of them sees all parts.
final class JdbcParts {

  private static final String OPEN =
      """
      insert into split_request (request_id, part_count, opened_at)
      select *, :openedAt::timestamptz from unnest(:request::uuid[], :count::integer[])
      on conflict (request_id) do nothing
      """;

  private static final String LOCK =
      """
      select request_id, decided from split_request
       where request_id = any(:requests::uuid[]) order by request_id for update
      """;

  private static final String INSERT =
      """
      insert into part_outcome (request_id, part_index, job_id, event, kept_at)
      select *, :keptAt::timestamptz from unnest(:request::uuid[], :index::integer[],
        :jobId::uuid[], :event::bytea[])
      on conflict (request_id, part_index) do nothing
      returning request_id, part_index
      """;

  private static final String SELECT =
      """
      select event from part_outcome where request_id = any(:requests::uuid[])
      """;

  private static final String DECIDE =
      """
      update split_request set decided = true where request_id = any(:requests::uuid[])
      """;

  private static final String ABANDONED =
      """
      select request_id from split_request
       where not decided and opened_at < :before::timestamptz
       order by opened_at
       limit :max
         for update skip locked
      """;

  private final JdbcClient jdbc;

  JdbcParts(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Keeps the first outcome of each part.
  Parts keep(Collection<Outcome> outcomes, Instant now) {
    if (outcomes.isEmpty()) {
      return Parts.NONE;
    }
    JdbcColumns<Job.Part> requests =
        new JdbcColumns<>(
            outcomes.stream()
                .map(JdbcParts::part)
                .sorted(Comparator.comparing(Job.Part::request))
                .toList());
    jdbc.sql(OPEN)
        .param("openedAt", JdbcColumns.instant(now))
        .param("request", requests.text(Job.Part::request))
        .param("count", requests.ints(Job.Part::count))
        .update();
    Set<JobId> decided = lock(requests);
    Set<PartKey> fresh = insert(new JdbcColumns<>(outcomes), now);
    return new Parts(fresh, select(requests.text(Job.Part::request)), decided);
  }

  /// @return those that are decided
  private Set<JobId> lock(JdbcColumns<Job.Part> requests) {
    Set<JobId> decided = new HashSet<>();
    jdbc.sql(LOCK)
        .param("requests", requests.text(Job.Part::request))
        .query(
            row -> {
              if (row.getBoolean(2)) {
                decided.add(new JobId(row.getObject(1, UUID.class)));
              }
            });
    return decided;
  }

  private Set<PartKey> insert(JdbcColumns<Outcome> rows, Instant now) {
    return new HashSet<>(
        jdbc.sql(INSERT)
            .param("keptAt", JdbcColumns.instant(now))
            .param("request", rows.text(outcome -> part(outcome).request()))
            .param("index", rows.ints(outcome -> part(outcome).index()))
            .param("jobId", rows.text(outcome -> outcome.job().id()))
            .param("event", rows.bytes(JobEventCodec::encode))
            .query((row, _) -> new PartKey(new JobId(row.getObject(1, UUID.class)), row.getInt(2)))
            .list());
  }

  private Map<PartKey, Outcome> select(String[] requests) {
    Map<PartKey, Outcome> kept = new HashMap<>();
    jdbc.sql(SELECT)
        .param("requests", requests)
        .query(
            row -> {
              if (JobEventCodec.decode(row.getBytes(1)) instanceof Outcome outcome) {
                kept.put(PartKey.of(part(outcome)), outcome);
              }
            });
    return kept;
  }

  /// Later outcomes of these requests' parts change nothing any more.
  void decide(Collection<JobId> requests) {
    if (!requests.isEmpty()) {
      jdbc.sql(DECIDE).param("requests", new JdbcColumns<>(requests).text(JobId::value)).update();
    }
  }

  /// Takes requests that were opened long ago and are still open, and decides them.
  ///
  /// @return their outcomes
  List<JobEvent> takeAbandoned(Instant openedBefore, int max) {
    List<JobId> requests =
        jdbc.sql(ABANDONED)
            .param("before", JdbcColumns.instant(openedBefore))
            .param("max", max)
            .query((row, _) -> new JobId(row.getObject(1, UUID.class)))
            .list();
    if (requests.isEmpty()) {
      return List.of();
    }
    decide(requests);
    Parts parts =
        new Parts(
            Set.of(), select(new JdbcColumns<>(requests).text(JobId::value)), Set.copyOf(requests));
    return requests.stream().map(request -> (JobEvent) Whole.abandoned(parts.of(request))).toList();
  }

  private static Job.Part part(Outcome outcome) {
    return Objects.requireNonNull(outcome.job().part());
  }
}
