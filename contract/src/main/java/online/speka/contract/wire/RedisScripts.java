package online.speka.contract.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// What more than one deployable asks Redis to do as one step.
public final class RedisScripts {

  /// Corrects what a job was charged by estimate: key [RedisNames#charge], argument the tokens it
  /// has used. Idempotent: the charge is gone afterwards.
  public static final String SETTLE = load(RedisScripts.class, "settle.lua");

  /// See [AdmissionCall]; as it stands for requests without funds only.
  public static final String ADMIT = load(RedisScripts.class, "admit.lua");

  /// See [FundsInRedis#settle].
  public static final String SETTLE_TENANT = load(RedisScripts.class, "settle_tenant.lua");

  /// See [FundsInRedis#reassert].
  public static final String REASSERT = load(RedisScripts.class, "reassert.lua");

  /// Shuts a job's replay log behind an attempt, see
  /// [online.speka.contract.stream.LogPosition#shutBehind]: key [RedisNames#replayLog], arguments
  /// the id, and when a log expires that was not there, in milliseconds since 1970. Answers 0 if
  /// the log was shut against the attempt already. Readers see nothing of it.
  public static final String SHUT_LOG = load(RedisScripts.class, "shut_log.lua");

  private RedisScripts() {}

  /// The script that admits requests with funds in one generation: another text in each, so another
  /// digest. Loaded by the ledger, called by edges.
  ///
  /// @param generation number of the generation
  public static String admissionIn(long generation) {
    return "-- speka funds generation " + generation + "\n" + ADMIT;
  }

  /// A script that lies beside a class.
  public static String load(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside " + beside.getName());
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
