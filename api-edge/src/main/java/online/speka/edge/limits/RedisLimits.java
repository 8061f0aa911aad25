package online.speka.edge.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.wire.AdmissionCall;
import online.speka.contract.wire.AdmissionCall.LimitUse;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import online.speka.edge.funds.OpenReservations;
import online.speka.edge.funds.RedisScript;
import online.speka.edge.limits.RedisPayments.Payment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// Limits and funds kept in Redis, where all edges see them. A request without either asks nobody.
final class RedisLimits implements Limits {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLimits.class);
  private static final byte[] NOTHING = "0".getBytes(UTF_8);
  private static final LimitVerdict UNLIMITED =
      new LimitVerdict.Within(LimitVerdict.Remaining.UNLIMITED);

  private final Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection;
  private final InstantSource clock;
  private final LimitsProperties properties;
  private final OpenReservations reservations;
  private final RedisPayments payments;
  private final RedisScript admit = new RedisScript(RedisScripts.ADMIT);
  private final RedisScript settle = new RedisScript(RedisScripts.SETTLE);

  RedisLimits(
      Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection,
      InstantSource clock,
      LimitsProperties properties,
      OpenReservations reservations) {
    this.connection = connection;
    this.clock = clock;
    this.properties = properties;
    this.reservations = reservations;
    this.payments = new RedisPayments(reservations, properties.waitMax());
  }

  @Override
  public Mono<LimitVerdict> charge(Principal principal, Request request) {
    List<Limit> limits =
        principal.limits().stream().filter(limit -> limit.appliesTo(request.model())).toList();
    boolean pays = request.most().value() > 0 && !principal.funds().isEmpty();
    if (limits.isEmpty() && !pays) {
      return Mono.just(UNLIMITED);
    }
    RedisAsyncCommands<byte[], byte[]> redis = connection.get().orElse(null);
    if (redis == null) {
      return Mono.just(new LimitVerdict.Unknown());
    }
    AdmissionCall.Request asked = asked(principal, request);
    List<LimitUse> uses = LimitUses.of(principal, limits, request.tokens());
    return pays
        ? payments.charge(
            redis, new Payment(asked, limits, uses, principal.funds(), request.most()))
        : charge(redis, limits, AdmissionCall.of(asked, uses));
  }

  private Mono<LimitVerdict> charge(
      RedisAsyncCommands<byte[], byte[]> redis, List<Limit> limits, RedisCall call) {
    return Mono.fromCompletionStage(
            () ->
                admit.<List<Long>>run(redis, ScriptOutputType.MULTI, call.keys(), call.arguments()))
        .timeout(properties.waitMax())
        .map(answer -> LimitReply.read(limits, List.of(), answer))
        .onErrorResume(RedisLimits::unknown);
  }

  private static Mono<LimitVerdict> unknown(Throwable failure) {
    LOG.atWarn()
        .setMessage("limits cannot be asked, the request is refused")
        .setCause(failure)
        .log();
    return Mono.just(new LimitVerdict.Unknown());
  }

  @Override
  public void release(Principal principal, JobId job) {
    reservations.over(job);
    for (Limit limit : principal.limits()) {
      if (limit.unit() == Limit.Unit.PARALLEL_REQUESTS) {
        byte[] key = LimitUses.key(principal, limit).getBytes(UTF_8);
        byte[] member = job.toString().getBytes(UTF_8);
        attempt(redis -> redis.zrem(key, member).toCompletableFuture());
      }
    }
  }

  @Override
  public void leave(JobId job) {
    reservations.over(job);
  }

  @Override
  public void refund(Principal principal, JobId job) {
    if (principal.limits().stream().anyMatch(limit -> limit.unit() == Limit.Unit.TOKENS)) {
      byte[][] keys = {RedisNames.charge(principal.tenant(), job).getBytes(UTF_8)};
      attempt(redis -> settle.<Long>run(redis, ScriptOutputType.INTEGER, keys, NOTHING));
    }
  }

  /// What fails here is given back by time instead.
  private void attempt(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletableFuture<Long>> command) {
    try {
      connection
          .get()
          .ifPresent(
              redis -> {
                var _ = command.apply(redis).exceptionally(RedisLimits::notGivenBack);
              });
    } catch (RedisException e) {
      var _ = notGivenBack(e);
    }
  }

  private static Long notGivenBack(Throwable failure) {
    LOG.atWarn()
        .setMessage("what a request was charged is not given back before its time")
        .setCause(failure)
        .log();
    return 0L;
  }

  private AdmissionCall.Request asked(Principal principal, Request request) {
    Duration untilDeadline = Duration.between(clock.instant(), request.deadline());
    Duration kept = properties.chargeKept();
    return new AdmissionCall.Request(
        principal.tenant(),
        request.job(),
        request.deadline(),
        untilDeadline.isPositive() ? kept.plus(untilDeadline) : kept);
  }
}
