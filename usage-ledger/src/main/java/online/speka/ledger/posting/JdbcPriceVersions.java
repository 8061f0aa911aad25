package online.speka.ledger.posting;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.ImagePrice;
import online.speka.contract.usage.Prices;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The table of prices. The catalog's are the default: a model has them until a price that somebody
/// set begins to hold.
public final class JdbcPriceVersions {

  /// Two processes that record at the same time must not record the same price twice.
  private static final String LOCK =
      """
      select pg_advisory_xact_lock(hashtext('speka.ledger.price_version'))
      """;

  /// A clock that went backwards must not hide the new price behind the old one.
  private static final String RECORD =
      """
      with latest as (
        select distinct on (model_id) * from price_version where source = 'CATALOG'
         order by model_id, valid_from desc, price_version_id desc)
      insert into price_version (model_id, prompt, cached_prompt, completion, reasoning,
             image_prices, batch_discount_percent, valid_from)
      select m.model_id, m.prompt, m.cached_prompt, m.completion, m.reasoning,
             m.image_prices::text[], m.discount,
             greatest(:now::timestamptz, l.valid_from + interval '1 microsecond')
        from unnest(:model::text[], :prompt::bigint[], :cachedPrompt::bigint[],
               :completion::bigint[], :reasoning::bigint[], :images::text[], :discount::integer[])
             as m (model_id, prompt, cached_prompt, completion, reasoning, image_prices, discount)
        left join latest l using (model_id)
       where (l.prompt, l.cached_prompt, l.completion, coalesce(l.reasoning, l.completion),
              l.image_prices, l.batch_discount_percent)
             is distinct from (m.prompt, m.cached_prompt, m.completion, m.reasoning,
              m.image_prices::text[], m.discount)
         and not exists (
               select from price_version o
                where o.model_id = m.model_id and o.source = 'OPERATOR'
                  and o.valid_from <= :now::timestamptz)
      """;

  private static final String SELECT =
      """
      select * from price_version where model_id = any(:models::text[])
      """;

  private final JdbcClient jdbc;

  public JdbcPriceVersions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Nobody else records a price until the caller's transaction ends.
  public void lock() {
    jdbc.sql(LOCK).query(_ -> {});
  }

  /// Records a new version for every model whose price in the catalog is not the one last recorded
  /// from there.
  ///
  /// @return how many there were
  int record(Collection<ModelSpec> models, Instant now, TransactionTemplate transactions) {
    JdbcColumns<ModelSpec> rows = new JdbcColumns<>(models);
    return transactions.execute(
        _ -> {
          lock();
          return jdbc.sql(RECORD)
              .param("now", JdbcColumns.instant(now))
              .param("model", rows.text(ModelSpec::id))
              .param("prompt", rows.longs(model -> model.prices().prompt()))
              .param("cachedPrompt", rows.longs(model -> model.prices().cachedPrompt()))
              .param("completion", rows.longs(model -> model.prices().completion()))
              .param("reasoning", rows.longs(model -> model.prices().reasoning()))
              .param("images", rows.text(model -> arrayOf(model.prices().images())))
              .param("discount", rows.ints(model -> model.prices().batchDiscountPercent()))
              .update();
        });
  }

  PriceHistory of(Set<ModelId> models) {
    return new PriceHistory(
        jdbc.sql(SELECT)
            .param("models", new JdbcColumns<>(models).text(ModelId::value))
            .query((row, _) -> version(row))
            .list());
  }

  /// A row of the table, whatever else stands in it.
  public static PriceVersion version(ResultSet row) throws SQLException {
    long completion = row.getLong("completion");
    long reasoning = row.getLong("reasoning");
    boolean asCompletion = row.wasNull();
    return new PriceVersion(
        row.getLong("price_version_id"),
        new ModelId(row.getString("model_id")),
        new Prices(
            row.getLong("prompt"),
            row.getLong("cached_prompt"),
            completion,
            asCompletion ? completion : reasoning,
            imagePrices((String[]) row.getArray("image_prices").getArray()),
            row.getInt("batch_discount_percent")),
        row.getObject("valid_from", OffsetDateTime.class).toInstant());
  }

  private static List<ImagePrice> imagePrices(String[] texts) {
    return Arrays.stream(texts).map(ImagePrice::parse).toList();
  }

  /// As PostgreSQL writes an array: the texts of prices have nothing in them that must be quoted.
  public static String arrayOf(List<ImagePrice> prices) {
    return prices.stream().map(ImagePrice::toString).collect(Collectors.joining(",", "{", "}"));
  }
}
