package online.speka.ledger.admin.records;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import online.speka.ledger.posting.JdbcColumns;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The table of answers. What has expired is forgotten when somebody asks next.
final class JdbcAnswers implements Answers {

  private static final int FORGOTTEN_AT_ONCE_MAX = 100;

  private static final String FORGET =
      """
      delete from admin_answer where (token_id, idempotency_key) in (
        select token_id, idempotency_key from admin_answer
         where created_at < :before::timestamptz
         order by created_at
         limit :max
           for update skip locked)
      """;

  /// A key that waits for another request must not wait for ever.
  private static final String WAIT_MAX = "set local lock_timeout = '5s'";

  private static final String CLAIM =
      """
      insert into admin_answer (token_id, idempotency_key, fingerprint, created_at)
      values (:operator, :key, :fingerprint, :now::timestamptz)
      on conflict (token_id, idempotency_key) do nothing
      """;

  private static final String FIND =
      """
      select fingerprint, status, body from admin_answer
       where token_id = :operator and idempotency_key = :key
      """;

  private static final String KEEP =
      """
      update admin_answer set status = :status, body = :body
       where token_id = :operator and idempotency_key = :key
      """;

  private final JdbcClient jdbc;
  private final InstantSource clock;
  private final Duration keptFor;

  JdbcAnswers(JdbcClient jdbc, InstantSource clock, Duration keptFor) {
    this.jdbc = jdbc;
    this.clock = clock;
    this.keptFor = keptFor;
  }

  @Override
  public Claim claim(Key key, String fingerprint) {
    Instant now = clock.instant();
    jdbc.sql(WAIT_MAX).update();
    jdbc.sql(FORGET)
        .param("before", JdbcColumns.instant(now.minus(keptFor)))
        .param("max", FORGOTTEN_AT_ONCE_MAX)
        .update();
    int claimed =
        jdbc.sql(CLAIM)
            .param("operator", key.operator().value())
            .param("key", key.value())
            .param("fingerprint", fingerprint)
            .param("now", JdbcColumns.instant(now))
            .update();
    return claimed == 1
        ? new Claim.First()
        : jdbc.sql(FIND)
            .param("operator", key.operator().value())
            .param("key", key.value())
            .query((row, _) -> answered(row, fingerprint))
            .single();
  }

  private static Claim answered(ResultSet row, String fingerprint) throws SQLException {
    return row.getString("fingerprint").equals(fingerprint)
        ? new Claim.Answered(row.getInt("status"), row.getString("body"))
        : new Claim.OfAnother();
  }

  @Override
  public void keep(Key key, int status, String body) {
    jdbc.sql(KEEP)
        .param("operator", key.operator().value())
        .param("key", key.value())
        .param("status", status)
        .param("body", body)
        .update();
  }
}
