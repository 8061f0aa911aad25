package online.speka.ledger.reporting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import online.speka.contract.job.JobId;
import online.speka.contract.usage.ImagePrice;
import online.speka.contract.usage.Prices;
import online.speka.ledger.posting.JdbcPriceVersions;
import online.speka.ledger.posting.PriceVersion;
import online.speka.ledger.reporting.BillReport.Asked;
import online.speka.ledger.reporting.BillReport.AttemptReport;
import online.speka.ledger.reporting.BillReport.Ended;
import online.speka.ledger.reporting.BillReport.Paid;
import online.speka.ledger.reporting.BillReport.PostingReport;
import online.speka.ledger.reporting.BillReport.PriceReport;
import online.speka.ledger.reporting.BillReport.Tokens;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Bills, one by one.
final class JdbcBillReports {

  private static final String BILL =
      """
      select b.*, p.*, k.project_id
        from job_bill b
        join price_version p using (price_version_id)
        left join api_key k using (key_id)
       where b.job_id = coalesce(
               (select request_id from part_outcome where job_id = :job limit 1), :job)
      """;

  private static final String FAILED_ATTEMPTS =
      """
      select attempt_epoch, attempt_number, cause, failed_at from failed_attempt
       where job_id = :job
         and (attempt_epoch, attempt_number) <> (:epoch, :number)
       order by attempt_epoch, attempt_number
       limit 100
      """;

  private static final String POSTINGS =
      """
      select coalesce('tenant:' || a.tenant_id, lower(a.kind)) as account, p.amount
        from ledger_transaction t
        join posting p using (transaction_id)
        join account a using (account_id)
       where t.transaction_id = :job
       order by p.line
      """;

  private static final String RECENT =
      """
      select job_id, ended_at, tenant_id, model_id, status, cause, attempt_number,
             prompt_tokens, completion_tokens, amount
        from job_bill order by ended_at desc limit :max
      """;

  private final JdbcClient jdbc;
  private final JdbcPartReports parts;

  JdbcBillReports(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.parts = new JdbcPartReports(jdbc);
  }

  /// A part's bill is its request's.
  Optional<BillReport> bill(JobId job) {
    return jdbc.sql(BILL).param("job", job.value()).query((row, _) -> bill(row)).optional();
  }

  List<RecentBill> recent(int max) {
    return jdbc.sql(RECENT)
        .param("max", max)
        .query(
            (row, _) ->
                new RecentBill(
                    row.getObject("job_id", UUID.class),
                    instant(row, "ended_at"),
                    row.getString("tenant_id"),
                    row.getString("model_id"),
                    word(row, "status"),
                    word(row, "cause"),
                    row.getInt("attempt_number"),
                    row.getLong("prompt_tokens"),
                    row.getLong("completion_tokens"),
                    row.getLong("amount")))
        .list();
  }

  private BillReport bill(ResultSet row) throws SQLException {
    UUID job = row.getObject("job_id", UUID.class);
    AttemptReport billed =
        new AttemptReport(
            row.getInt("attempt_epoch"),
            row.getInt("attempt_number"),
            word(row, "cause"),
            instant(row, "ended_at"),
            true);
    return new BillReport(
        job,
        new Asked(
            row.getString("tenant_id"),
            row.getString("project_id"),
            row.getString("key_id"),
            row.getString("model_id"),
            word(row, "kind"),
            word(row, "lane"),
            instant(row, "submitted_at")),
        new Ended(
            word(row, "status"),
            billed.cause(),
            row.getLong("queued_us"),
            row.getLong("first_token_us"),
            row.getLong("generation_us"),
            billed.at(),
            instant(row, "posted_at")),
        new Tokens(
            row.getLong("prompt_tokens"),
            row.getLong("cached_prompt_tokens"),
            row.getLong("completion_tokens"),
            row.getLong("reasoning_tokens"),
            images(row)),
        price(row),
        paid(row),
        attempts(job, billed),
        parts.of(job),
        postings(job));
  }

  private static @Nullable String images(ResultSet row) throws SQLException {
    int count = row.getInt("images");
    return count == 0
        ? null
        : count + " of " + row.getString("image_size") + "/" + row.getString("image_quality");
  }

  private static PriceReport price(ResultSet row) throws SQLException {
    PriceVersion version = JdbcPriceVersions.version(row);
    Prices prices = version.prices();
    return new PriceReport(
        version.id(),
        prices.prompt(),
        prices.cachedPrompt(),
        prices.completion(),
        prices.reasoning(),
        prices.images().stream().map(ImagePrice::toString).toList(),
        prices.batchDiscountPercent(),
        word(row, "source"),
        version.validFrom());
  }

  private static Paid paid(ResultSet row) throws SQLException {
    long bound = row.getLong("amount_max");
    return new Paid(word(row, "payment"), row.getLong("amount"), row.wasNull() ? null : bound);
  }

  private List<AttemptReport> attempts(UUID job, AttemptReport billed) {
    List<AttemptReport> attempts =
        new ArrayList<>(
            jdbc.sql(FAILED_ATTEMPTS)
                .param("job", job)
                .param("epoch", billed.epoch())
                .param("number", billed.number())
                .query(
                    (row, _) ->
                        new AttemptReport(
                            row.getInt("attempt_epoch"),
                            row.getInt("attempt_number"),
                            word(row, "cause"),
                            instant(row, "failed_at"),
                            false))
                .list());
    attempts.add(billed);
    return attempts;
  }

  private List<PostingReport> postings(UUID job) {
    return jdbc.sql(POSTINGS)
        .param("job", job)
        .query(
            (row, _) ->
                new PostingReport(row.getString(1), row.getBigDecimal(2).toBigIntegerExact()))
        .list();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static String word(ResultSet row, String column) throws SQLException {
    return row.getString(column).toLowerCase(Locale.ROOT);
  }
}
