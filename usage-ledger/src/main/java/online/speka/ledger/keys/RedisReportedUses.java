package online.speka.ledger.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import online.speka.contract.principal.KeyId;
import online.speka.contract.wire.RedisNames;
import online.speka.ledger.funds.FundBoardUnavailableException;
import online.speka.ledger.funds.RedisCalls;
import online.speka.ledger.posting.LedgerRefusedException;
import online.speka.ledger.posting.LedgerUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What edges have reported of keys that were used. It is set aside before it is read and forgotten
/// when it is kept, so that a report made in between is not lost, and what two ledgers read at the
/// same time is only kept twice.
final class RedisReportedUses {
  private static final Logger LOG = LoggerFactory.getLogger(RedisReportedUses.class);
  private static final byte[] REPORTED = RedisNames.KEY_USES.getBytes(US_ASCII);
  private static final byte[] TAKEN = RedisNames.KEY_USES_TAKEN.getBytes(US_ASCII);

  private final RedisCalls redis;
  private final Consumer<Map<KeyId, Instant>> keeper;

  RedisReportedUses(RedisCalls redis, Consumer<Map<KeyId, Instant>> keeper) {
    this.redis = redis;
    this.keeper = keeper;
  }

  void drainOnce() {
    try {
      long reported =
          redis.ask("looking for uses of keys", r -> r.exists(REPORTED).toCompletableFuture());
      if (reported > 0) {
        boolean _ =
            redis.ask(
                "setting uses of keys aside",
                r -> r.renamenx(REPORTED, TAKEN).toCompletableFuture());
      }
      Map<byte[], byte[]> taken =
          redis.ask("reading uses of keys", r -> r.hgetall(TAKEN).toCompletableFuture());
      if (!taken.isEmpty()) {
        keeper.accept(read(taken));
        long _ = redis.ask("forgetting uses of keys", r -> r.del(TAKEN).toCompletableFuture());
      }
    } catch (FundBoardUnavailableException
        | LedgerUnavailableException
        | LedgerRefusedException e) {
      LOG.atDebug().setCause(e).log("Uses of keys are written down the next time");
    }
  }

  /// Anything else than a time is nobody's use.
  private static Map<KeyId, Instant> read(Map<byte[], byte[]> fields) {
    Map<KeyId, Instant> uses = new HashMap<>();
    fields.forEach(
        (key, at) -> {
          try {
            uses.put(
                new KeyId(new String(key, UTF_8)),
                Instant.ofEpochMilli(Long.parseLong(new String(at, US_ASCII))));
          } catch (IllegalArgumentException e) {
            LOG.atWarn().addKeyValue("why", e.getMessage()).log("Use of a key dropped");
          }
        });
    return uses;
  }
}
