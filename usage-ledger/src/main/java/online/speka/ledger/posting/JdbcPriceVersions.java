package online.speka.ledger.posting;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Set;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.usage.Prices;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The table of prices.
final class JdbcPriceVersions {

  /// Two processes that start at the same time must not record the same price twice.
  private static final String LOCK =
      """
      select pg_advisory_xact_lock(hashtext('speka.ledger.price_version'))
      """;

  /// A clock that went backwards must not hide the new price behind the old one.
  private static final String RECORD =
      """
      with latest as (
        select distinct on (model_id) * from price_version order by model_id, valid_from desc)
      insert into price_version (model_id, prompt, cached_prompt, completion, valid_from)
      select m.model_id, m.prompt, m.cached_prompt, m.completion,
             greatest(:now::timestamptz, l.valid_from + interval '1 microsecond')
        from unnest(:model::text[], :prompt::bigint[], :cachedPrompt::bigint[],
               :completion::bigint[]) as m (model_id, prompt, cached_prompt, completion)
        left join latest l using (model_id)
       where (l.prompt, l.cached_prompt, l.completion)
             is distinct from (m.prompt, m.cached_prompt, m.completion)
      """;

  private static final String SELECT =
      """
      select price_version_id, model_id, prompt, cached_prompt, completion, valid_from
        from price_version where model_id = any(:models::text[])
      """;

  private final JdbcClient jdbc;

  JdbcPriceVersions(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /// Records a new version for every model whose price is not the one last recorded.
  ///
  /// @return how many there were
  int record(Collection<ModelSpec> models, Instant now, TransactionTemplate transactions) {
    JdbcColumns<ModelSpec> rows = new JdbcColumns<>(models);
    return transactions.execute(
        _ -> {
          jdbc.sql(LOCK).query(_ -> {});
          return jdbc.sql(RECORD)
              .param("now", JdbcColumns.instant(now))
              .param("model", rows.text(ModelSpec::id))
              .param("prompt", rows.longs(model -> model.prices().prompt()))
              .param("cachedPrompt", rows.longs(model -> model.prices().cachedPrompt()))
              .param("completion", rows.longs(model -> model.prices().completion()))
              .update();
        });
  }

  PriceHistory of(Set<ModelId> models) {
    return new PriceHistory(
        jdbc.sql(SELECT)
            .param("models", new JdbcColumns<>(models).text(ModelId::value))
            .query(
                (row, _) ->
                    new PriceVersion(
                        row.getLong(1),
                        new ModelId(row.getString(2)),
                        new Prices(row.getLong(3), row.getLong(4), row.getLong(5)),
                        row.getObject(6, OffsetDateTime.class).toInstant()))
            .list());
  }
}
