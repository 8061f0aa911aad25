package online.speka.ledger.pricing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import online.speka.contract.catalog.DatedPrices;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.usage.Prices;
import online.speka.ledger.posting.JdbcColumns;
import online.speka.ledger.posting.JdbcPriceVersions;
import online.speka.ledger.posting.JdbcTransactions;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// Prices in PostgreSQL.
final class JdbcPriceBook implements PriceBook {

  /// A price is known this long before it holds, so that no job it holds for has its bill already:
  /// longer than one batch of bills takes, and than clocks of two machines differ.
  static final Duration NOTICE_MIN = Duration.ofSeconds(10);

  static final Duration AHEAD_MAX = Duration.ofDays(730);

  private static final String SAME =
      """
      select * from price_version
       where model_id = :model and valid_from = :validFrom::timestamptz and source = 'OPERATOR'
         and set_by = :by and reason = :reason
         and (prompt, cached_prompt, completion, reasoning, image_prices, batch_discount_percent)
             = (:prompt, :cachedPrompt, :completion, :reasoning, :images::text[], :discount)
         and price_version_id = (
               select max(price_version_id) from price_version
                where model_id = :model and valid_from = :validFrom::timestamptz)
      """;

  private static final String INSERT =
      """
      insert into price_version (model_id, prompt, cached_prompt, completion, reasoning,
        image_prices, batch_discount_percent, valid_from, source, set_by, reason, recorded_at)
      values (:model, :prompt, :cachedPrompt, :completion, :reasoning, :images::text[], :discount,
        :validFrom::timestamptz, 'OPERATOR', :by, :reason, :now::timestamptz)
      returning *
      """;

  private static final String KNOWN =
      """
      select exists (select from price_version where model_id = :model)
      """;

  private static final String HISTORY =
      """
      select * from price_version where model_id = :model
       order by valid_from desc, price_version_id desc limit :max
      """;

  /// The first price of a model also holds before it was recorded.
  private static final String IN_FORCE =
      """
      select distinct on (model_id) * from price_version
       order by model_id, valid_from > :at::timestamptz,
                case when valid_from > :at::timestamptz then valid_from end,
                valid_from desc, price_version_id desc
      """;

  /// Of two from the same moment on the one holds that was recorded last.
  private static final String LATER =
      """
      select distinct on (model_id, valid_from) * from price_version
       where valid_from > :at::timestamptz
       order by model_id, valid_from, price_version_id desc
       limit :max
      """;

  private static final String LAST =
      """
      select coalesce(max(price_version_id), 0) from price_version
      """;

  private final JdbcClient jdbc;
  private final JdbcTransactions transactions;
  private final JdbcPriceVersions versions;
  private final InstantSource clock;

  JdbcPriceBook(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    this.jdbc = jdbc;
    this.transactions = new JdbcTransactions(transactions);
    this.versions = new JdbcPriceVersions(jdbc);
    this.clock = clock;
  }

  @Override
  public PriceChange set(NewPrice price) {
    return transactions.run(
        () -> {
          versions.lock();
          return record(price, clock.instant());
        });
  }

  private PriceChange record(NewPrice price, Instant now) {
    Instant earliest = now.plus(NOTICE_MIN).truncatedTo(ChronoUnit.MICROS);
    Instant latest = now.plus(AHEAD_MAX);
    Instant asked = price.validFrom();
    Instant validFrom = asked == null ? earliest : asked.truncatedTo(ChronoUnit.MICROS);
    Optional<PriceRecord> same = insertOrFind(SAME, price, validFrom, now);
    if (same.isPresent()) {
      return new PriceChange.Recorded(same.get());
    }
    if (validFrom.isBefore(earliest)) {
      return new PriceChange.Refused(PriceChange.Why.TOO_EARLY, earliest, latest);
    }
    if (validFrom.isAfter(latest)) {
      return new PriceChange.Refused(PriceChange.Why.TOO_FAR, earliest, latest);
    }
    boolean known =
        jdbc.sql(KNOWN).param("model", price.model().value()).query(Boolean.class).single();
    return known
        ? new PriceChange.Recorded(insertOrFind(INSERT, price, validFrom, now).orElseThrow())
        : new PriceChange.Refused(PriceChange.Why.UNKNOWN_MODEL, earliest, latest);
  }

  private Optional<PriceRecord> insertOrFind(
      String sql, NewPrice price, Instant validFrom, Instant now) {
    Prices prices = price.prices();
    return jdbc.sql(sql)
        .param("model", price.model().value())
        .param("prompt", prices.prompt())
        .param("cachedPrompt", prices.cachedPrompt())
        .param("completion", prices.completion())
        .param("reasoning", prices.reasoning())
        .param("images", JdbcPriceVersions.arrayOf(prices.images()))
        .param("discount", prices.batchDiscountPercent())
        .param("validFrom", JdbcColumns.instant(validFrom))
        .param("by", price.by())
        .param("reason", price.reason())
        .param("now", JdbcColumns.instant(now))
        .query((row, _) -> priced(row))
        .optional();
  }

  @Override
  public List<PriceRecord> inForce(Instant at) {
    return transactions.run(
        () ->
            jdbc.sql(IN_FORCE)
                .param("at", JdbcColumns.instant(at))
                .query((row, _) -> priced(row))
                .list());
  }

  /// Nobody records a price meanwhile, so the last id stands for all of them.
  @Override
  public PriceList from(Instant at) {
    return transactions.run(
        () -> {
          versions.lock();
          long last = jdbc.sql(LAST).query(Long.class).single();
          List<DatedPrices> prices = new ArrayList<>();
          for (String sql : new String[] {IN_FORCE, LATER}) {
            jdbc.sql(sql)
                .param("at", JdbcColumns.instant(at))
                .param("max", PriceList.LATER_MAX)
                .query((row, _) -> JdbcPriceVersions.version(row))
                .list()
                .forEach(
                    it -> prices.add(new DatedPrices(it.model(), it.validFrom(), it.prices())));
          }
          return new PriceList(last, prices);
        });
  }

  @Override
  public long lastVersion() {
    return transactions.run(() -> jdbc.sql(LAST).query(Long.class).single());
  }

  @Override
  public List<PriceRecord> history(ModelId model) {
    return transactions.run(
        () ->
            jdbc.sql(HISTORY)
                .param("model", model.value())
                .param("max", HISTORY_MAX)
                .query((row, _) -> priced(row))
                .list());
  }

  private static PriceRecord priced(ResultSet row) throws SQLException {
    return new PriceRecord(
        JdbcPriceVersions.version(row),
        PriceRecord.Source.valueOf(row.getString("source")),
        row.getString("set_by"),
        row.getString("reason"),
        row.getObject("recorded_at", OffsetDateTime.class).toInstant());
  }
}
