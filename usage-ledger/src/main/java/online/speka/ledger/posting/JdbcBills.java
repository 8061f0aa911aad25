package online.speka.ledger.posting;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import online.speka.contract.job.Attempt;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.outcome.Timings;
import online.speka.contract.usage.Images;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.usage.Usage;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table of bills. Its primary key is what makes a job's bill the only one.
final class JdbcBills {

  private static final String INSERT =
      """
      insert into job_bill (
        job_id, tenant_id, key_id, model_id, kind, lane, status, cause,
        attempt_epoch, attempt_number,
        prompt_tokens, cached_prompt_tokens, completion_tokens, reasoning_tokens,
        images, image_size, image_quality,
        price_version_id, payment, amount, amount_max, queued_us, first_token_us, generation_us,
        submitted_at, ended_at, posted_at)
      select *, :postedAt::timestamptz from unnest(
        :jobId::uuid[], :tenant::text[], :key::text[], :model::text[], :kind::text[],
        :lane::text[], :status::text[], :cause::text[],
        :epoch::integer[], :number::integer[],
        :prompt::bigint[], :cachedPrompt::bigint[], :completion::bigint[], :reasoning::bigint[],
        :images::integer[], :imageSize::text[], :imageQuality::text[],
        :priceVersion::bigint[], :payment::text[], :amount::bigint[], :amountMax::bigint[],
        :queued::bigint[], :firstToken::bigint[], :generation::bigint[],
        :submittedAt::timestamptz[], :endedAt::timestamptz[])
      on conflict (job_id) do nothing
      returning job_id
      """;

  private static final String ATTEMPTS =
      """
      select job_id, attempt_epoch, attempt_number from job_bill where job_id = any(:ids::uuid[])
      """;

  private final JdbcClient jdbc;

  JdbcBills(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// @return the jobs that had no bill before
  Set<JobId> insert(Collection<Bill> bills, Instant postedAt) {
    JdbcColumns<Bill> rows = new JdbcColumns<>(bills);
    if (rows.isEmpty()) {
      return Set.of();
    }
    Map<String, Object> columns = new HashMap<>();
    columns.put("postedAt", JdbcColumns.instant(postedAt));
    putJob(columns, rows);
    putUsage(columns, rows);
    columns.put("priceVersion", rows.longs(bill -> bill.price().id()));
    columns.put("payment", rows.text(Bill::payment));
    columns.put("amount", rows.longs(bill -> bill.amount().value()));
    columns.put("amountMax", rows.textOrNull(JdbcBills::amountMax));
    return new HashSet<>(
        jdbc.sql(INSERT)
            .params(columns)
            .query((row, _) -> new JobId(row.getObject(1, UUID.class)))
            .list());
  }

  private static void putJob(Map<String, Object> columns, JdbcColumns<Bill> rows) {
    columns.put("jobId", rows.text(Bill::job));
    columns.put("tenant", rows.text(Bill::tenant));
    columns.put("key", rows.text(bill -> job(bill).origin().key()));
    columns.put("model", rows.text(bill -> job(bill).model()));
    columns.put("kind", rows.text(bill -> job(bill).target().kind()));
    columns.put("lane", rows.text(bill -> job(bill).target().lane()));
    columns.put("submittedAt", rows.instants(bill -> job(bill).window().submittedAt()));
  }

  private static void putUsage(Map<String, Object> columns, JdbcColumns<Bill> rows) {
    columns.put("status", rows.text(bill -> bill.outcome().status()));
    columns.put("cause", rows.text(bill -> bill.outcome().cause()));
    columns.put("epoch", rows.ints(bill -> bill.outcome().attempt().epoch()));
    columns.put("number", rows.ints(bill -> bill.outcome().attempt().number()));
    columns.put("prompt", rows.longs(bill -> usage(bill).promptTokens()));
    columns.put("cachedPrompt", rows.longs(bill -> usage(bill).cachedPromptTokens()));
    columns.put("completion", rows.longs(bill -> usage(bill).completionTokens()));
    columns.put("reasoning", rows.longs(bill -> usage(bill).reasoningTokens()));
    columns.put("images", rows.ints(bill -> images(bill).map(Images::count).orElse(0)));
    columns.put("imageSize", rows.textOrNull(bill -> images(bill).map(Images::size)));
    columns.put("imageQuality", rows.textOrNull(bill -> images(bill).map(Images::quality)));
    columns.put("queued", rows.longs(bill -> JdbcMicros.of(timings(bill).queued())));
    columns.put("firstToken", rows.longs(bill -> JdbcMicros.of(timings(bill).firstToken())));
    columns.put("generation", rows.longs(bill -> JdbcMicros.of(timings(bill).generation())));
    columns.put("endedAt", rows.instants(bill -> bill.outcome().at()));
  }

  /// The attempts whose outcomes were billed, for those of the jobs that have a bill.
  Map<JobId, Attempt> attemptsOf(Collection<JobId> jobs) {
    Map<JobId, Attempt> attempts = new HashMap<>();
    if (!jobs.isEmpty()) {
      jdbc.sql(ATTEMPTS)
          .param("ids", new JdbcColumns<>(jobs).text(JobId::value))
          .query(
              row -> {
                attempts.put(
                    new JobId(row.getObject(1, UUID.class)),
                    new Attempt(row.getInt(2), row.getInt(3)));
              });
    }
    return attempts;
  }

  private static Job job(Bill bill) {
    return bill.outcome().job();
  }

  private static Optional<Images> images(Bill bill) {
    return Optional.ofNullable(usage(bill).images());
  }

  private static Optional<Long> amountMax(Bill bill) {
    return Optional.ofNullable(bill.amountMax()).map(MicroCredits::value);
  }

  private static Usage usage(Bill bill) {
    return bill.outcome().usage();
  }

  private static Timings timings(Bill bill) {
    Outcome outcome = bill.outcome();
    return outcome.timings();
  }
}
