package online.speka.ledger.generations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.codec.Base16;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.FundsGeneration.State;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import online.speka.contract.wire.WireFormatException;
import online.speka.ledger.funds.RedisCalls;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The mark of the generation, and the script that belongs to it.
final class RedisGenerationBoard implements GenerationBoard {

  private static final Logger LOG = LoggerFactory.getLogger(RedisGenerationBoard.class);
  private static final byte[] MARK = RedisNames.FUNDS_GENERATION.getBytes(UTF_8);
  private static final long SCANNED_AT_ONCE = 1000;

  /// Not over one that is as high: a ledger that was asleep meanwhile takes nothing back.
  private static final String ANNOUNCE =
      """
      local there = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) ')
      if there and tonumber(there) >= tonumber(ARGV[1]) then
        return 0
      end
      redis.call('SET', KEYS[1], ARGV[2])
      return 1
      """;

  private static final String OPEN =
      """
      if redis.call('GET', KEYS[1]) ~= ARGV[1] then
        return 0
      end
      redis.call('SET', KEYS[1], ARGV[2])
      return 1
      """;

  private static final Pattern NUMBER = Pattern.compile(".*\\}:([0-9]{1,15})(?::.*)?");

  private final RedisCalls redis;

  RedisGenerationBoard(RedisCalls redis) {
    this.redis = redis;
  }

  @Override
  public Optional<FundsGeneration> current() {
    byte[] mark = redis.ask("reading", commands -> commands.get(MARK).toCompletableFuture());
    if (mark == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(FundsGeneration.parse(new String(mark, UTF_8)));
    } catch (WireFormatException e) {
      LOG.atError().setCause(e).log("The generation of funds is not what a ledger wrote");
      return Optional.empty();
    }
  }

  @Override
  public boolean isLoaded(long number) {
    String digest = Base16.digest(RedisScripts.admissionIn(number).getBytes(UTF_8));
    return redis
        .ask("reading", commands -> commands.scriptExists(digest).toCompletableFuture())
        .getFirst();
  }

  @Override
  public boolean announce(long number) {
    return asked(ANNOUNCE, Long.toString(number), mark(number, State.OPENING));
  }

  @Override
  public void load(long number) {
    var _ =
        redis.ask(
            "loading",
            commands ->
                commands.scriptLoad(RedisScripts.admissionIn(number)).toCompletableFuture());
  }

  @Override
  public boolean open(long number) {
    return asked(OPEN, mark(number, State.OPENING), mark(number, State.OPEN));
  }

  private static String mark(long number, State state) {
    return new FundsGeneration(number, state).toString();
  }

  private boolean asked(String script, String first, String second) {
    byte[][] keys = {MARK};
    long answer =
        redis.ask(
            "writing",
            commands ->
                commands
                    .<Long>eval(
                        script,
                        ScriptOutputType.INTEGER,
                        keys,
                        first.getBytes(UTF_8),
                        second.getBytes(UTF_8))
                    .toCompletableFuture());
    return answer == 1;
  }

  @Override
  public void forgetBefore(long number) {
    for (String prefix : RedisNames.FUNDS_PREFIXES) {
      ScanArgs every = ScanArgs.Builder.matches(prefix + "*").limit(SCANNED_AT_ONCE);
      ScanCursor at = ScanCursor.INITIAL;
      while (!at.isFinished()) {
        ScanCursor from = at;
        KeyScanCursor<byte[]> found =
            redis.ask("scanning", commands -> commands.scan(from, every).toCompletableFuture());
        byte[][] old =
            found.getKeys().stream().filter(key -> isBefore(key, number)).toArray(byte[][]::new);
        if (old.length > 0) {
          var _ = redis.ask("removing", commands -> commands.unlink(old).toCompletableFuture());
        }
        at = found;
      }
    }
  }

  private static boolean isBefore(byte[] key, long number) {
    Matcher of = NUMBER.matcher(new String(key, UTF_8));
    return of.matches() && Long.parseLong(of.group(1)) < number;
  }
}
