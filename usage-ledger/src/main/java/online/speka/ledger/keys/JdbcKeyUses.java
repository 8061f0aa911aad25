package online.speka.ledger.keys;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import online.speka.contract.principal.KeyId;
import online.speka.ledger.posting.JdbcTransactions;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table `api_key_use`. A use is never undone by an older one, and none is in the future: an
/// edge whose clock is wrong must not say for years that a key is in use.
final class JdbcKeyUses {

  /// In the order of the ids, so that two writers never deadlock.
  private static final String KEEP =
      """
      insert into api_key_use (key_id, last_used_at)
      select k.key_id, least(u.used_at, :now::timestamptz)
        from unnest(:keys::text[], :times::timestamptz[]) as u (key_id, used_at)
        join api_key k using (key_id)
       order by k.key_id
      on conflict (key_id) do update
        set last_used_at = greatest(api_key_use.last_used_at, excluded.last_used_at)
      """;

  private final JdbcClient jdbc;
  private final JdbcTransactions transactions;
  private final InstantSource clock;

  JdbcKeyUses(JdbcClient jdbc, JdbcTransactions transactions, InstantSource clock) {
    this.jdbc = jdbc;
    this.transactions = transactions;
    this.clock = clock;
  }

  void keep(Map<KeyId, Instant> uses) {
    if (uses.isEmpty()) {
      return;
    }
    Map<String, String> rows = new TreeMap<>();
    uses.forEach((key, at) -> rows.put(key.value(), at.toString()));
    int _ =
        transactions.run(
            () ->
                jdbc.sql(KEEP)
                    .param("keys", List.copyOf(rows.keySet()).toArray(String[]::new))
                    .param("times", List.copyOf(rows.values()).toArray(String[]::new))
                    .param("now", clock.instant().toString())
                    .update());
  }
}
