package online.speka.contract.wire;

import java.time.Duration;
import java.util.List;
import online.speka.contract.fleet.WorkerId;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;

/// Names of Redis keys and channels, and how long what is under them lives.
public final class RedisNames {

  /// Hash: worker id to heartbeat (JSON). Fields of workers that are gone are removed by
  /// dispatchers.
  public static final String WORKERS = "speka:workers";

  /// Sharded channel: a message is the 16 bytes of a job id whose client has gone. Heard by
  /// dispatchers and workers.
  public static final String CANCELS = "speka:cancels";

  /// Hash: key id to when an edge saw it used last, in milliseconds since 1970. Filled by edges,
  /// now and then; emptied by the ledger, which moves it to [#KEY_USES_TAKEN] first.
  public static final String KEY_USES = "speka:keys:{used}";

  /// What the ledger has taken of [#KEY_USES] and not written down yet.
  public static final String KEY_USES_TAKEN = "speka:keys:{used}:taken";

  /// Hash: what models cost. Written by the ledger, read by edges, which look at [#TARIFF_VERSION]
  /// first.
  public static final String TARIFF = "speka:tariff";

  /// Field of [#TARIFF]: another text whenever there are other prices.
  public static final String TARIFF_VERSION = "version";

  /// Field of [#TARIFF]: see [TariffCodec].
  public static final String TARIFF_PRICES = "prices";

  /// How long a job's replay log outlives its last frame, unless the job says otherwise.
  public static final Duration REPLAY_LOG_KEPT = Job.Window.ANSWER_KEPT_USUAL;

  /// Most entries in one replay log.
  public static final int REPLAY_LOG_ENTRIES_MAX = 10_000;

  /// How long a job's last frames are kept beside its log while its outcome is being made durable.
  public static final Duration KEPT_END_KEPT = Duration.ofMinutes(2);

  /// The field of a replay log's entry that holds the encoded frames.
  public static final String REPLAY_LOG_FIELD = "f";

  /// The field of a response's hash that is there once it was cancelled.
  public static final String RESPONSE_CANCELLED = "cancelled";

  /// String: which [FundsGeneration] it is.
  public static final String FUNDS_GENERATION = "speka:funds:generation";

  /// What the names of all funds and all reservations begin with, of every tenant and generation:
  /// those of generations that are over can go.
  public static final List<String> FUNDS_PREFIXES = List.of("speka:fund:", "speka:reserved:");

  private RedisNames() {}

  /// Sharded channel of one edge: encoded frames of many jobs.
  public static String edgeChannel(EdgeId edge) {
    return "speka:edge:" + edge;
  }

  /// Stream: every frame of one job, for gaps and reconnecting clients.
  public static String replayLog(JobId job) {
    return "speka:log:" + job;
  }

  /// String: the encoded frames that end a job's answer. They must not be in the log or on the
  /// channel before the outcome is durable; here they survive a worker that dies in that moment.
  public static String keptEnd(JobId job) {
    return "speka:end:" + job;
  }

  /// String: there while an edge attends a job that outlives its client, and for
  /// [Job.Window#unattendedMax()] after that. Written by edges; a job without it is cancelled by
  /// its model's owner.
  public static String attended(JobId job) {
    return "speka:attended:" + job;
  }

  /// String: which job a tenant's idempotency key stands for.
  ///
  /// @param key digest of the key, which is the client's own text
  public static String idempotencyKey(TenantId tenant, String key) {
    return "speka:idempotency:{" + tenant + "}:" + key;
  }

  /// Hash: what edges know of a response that can be retrieved, beside its replay log.
  public static String response(JobId job) {
    return "speka:response:" + job;
  }

  /// String: how far a limit's use reaches into the future; see the edge's limits.
  public static String limit(TenantId tenant, String limit) {
    return "speka:limit:{" + tenant + "}:" + limit;
  }

  /// Hash: what a job was charged against its tenant's limits, until it is settled.
  public static String charge(TenantId tenant, JobId job) {
    return "speka:charge:{" + tenant + "}:" + job;
  }

  /// Hash for each fund: what is left, which version of that it is, and the sum of its
  /// reservations. The name of one is this and its id.
  static String funds(TenantId tenant, long generation) {
    return "speka:fund:{" + tenant + "}:" + generation + ":";
  }

  /// Hash: job to open reservation.
  static String reservations(TenantId tenant, long generation) {
    return "speka:reserved:{" + tenant + "}:" + generation;
  }

  /// List: encoded assignments that a worker is to take. Pushed on the left, taken from the right.
  public static String inbox(WorkerId worker) {
    return "speka:inbox:" + worker;
  }

  /// List: what a worker has moved out of its inbox and does not hold safely yet.
  public static String taken(WorkerId worker) {
    return "speka:taken:" + worker;
  }
}
