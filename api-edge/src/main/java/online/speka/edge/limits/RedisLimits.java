package online.speka.edge.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.RedisScripts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// Limits kept in Redis, where all edges see them. A request without limits asks nobody.
final class RedisLimits implements Limits {
  private static final Logger LOG = LoggerFactory.getLogger(RedisLimits.class);
  private static final byte[] FLOW = "flow".getBytes(UTF_8);
  private static final byte[] PARALLEL = "parallel".getBytes(UTF_8);
  private static final LimitVerdict UNLIMITED =
      new LimitVerdict.Within(LimitVerdict.Remaining.UNLIMITED);

  private final Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection;
  private final InstantSource clock;
  private final LimitsProperties properties;
  private final RedisScript charge =
      new RedisScript(RedisScripts.load(RedisLimits.class, "charge.lua"));
  private final RedisScript settle = new RedisScript(RedisScripts.SETTLE);

  RedisLimits(
      Supplier<Optional<RedisAsyncCommands<byte[], byte[]>>> connection,
      InstantSource clock,
      LimitsProperties properties) {
    this.connection = connection;
    this.clock = clock;
    this.properties = properties;
  }

  @Override
  public Mono<LimitVerdict> charge(Principal principal, Request request) {
    List<Limit> limits =
        principal.limits().stream().filter(limit -> limit.appliesTo(request.model())).toList();
    if (limits.isEmpty()) {
      return Mono.just(UNLIMITED);
    }
    RedisAsyncCommands<byte[], byte[]> redis = connection.get().orElse(null);
    if (redis == null) {
      return Mono.just(new LimitVerdict.Unknown());
    }
    byte[][] keys = keys(principal, limits, request.job());
    byte[][] arguments = arguments(limits, request);
    return Mono.fromCompletionStage(
            () -> charge.<List<Long>>run(redis, ScriptOutputType.MULTI, keys, arguments))
        .timeout(properties.waitMax())
        .map(answer -> LimitReply.read(limits, answer))
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
    for (Limit limit : principal.limits()) {
      if (limit.unit() == Limit.Unit.PARALLEL_REQUESTS) {
        byte[] member = job.toString().getBytes(UTF_8);
        attempt(redis -> redis.zrem(key(principal, limit), member).toCompletableFuture());
      }
    }
  }

  @Override
  public void refund(Principal principal, JobId job) {
    if (principal.limits().stream().anyMatch(limit -> limit.unit() == Limit.Unit.TOKENS)) {
      byte[][] keys = {RedisNames.charge(principal.tenant(), job).getBytes(UTF_8)};
      attempt(redis -> settle.<Long>run(redis, ScriptOutputType.INTEGER, keys, number(0)));
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

  private static byte[][] keys(Principal principal, List<Limit> limits, JobId job) {
    List<byte[]> keys = new ArrayList<>();
    for (Limit limit : limits) {
      keys.add(key(principal, limit));
    }
    keys.add(RedisNames.charge(principal.tenant(), job).getBytes(UTF_8));
    return keys.toArray(byte[][]::new);
  }

  /// A limit that is changed begins anew: its amount is part of its name.
  private static byte[] key(Principal principal, Limit limit) {
    String shared =
        switch (limit.scope()) {
          case TENANT -> "tenant";
          case PROJECT -> "project:" + principal.project();
          case KEY -> "key:" + principal.key();
        };
    ModelId model = limit.model();
    String name =
        shared
            + (model == null ? "" : ":" + model.slug())
            + ":"
            + limit.unit()
            + ":"
            + limit.amount()
            + ":"
            + limit.per().toMillis();
    return RedisNames.limit(principal.tenant(), name).getBytes(UTF_8);
  }

  private byte[][] arguments(List<Limit> limits, Request request) {
    long untilDeadline =
        Math.max(0, Duration.between(clock.instant(), request.deadline()).toMillis());
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(request.job().toString().getBytes(UTF_8));
    arguments.add(number(request.deadline().toEpochMilli()));
    arguments.add(number(untilDeadline + properties.chargeKept().toMillis()));
    for (Limit limit : limits) {
      boolean tokens = limit.unit() == Limit.Unit.TOKENS;
      arguments.add(limit.unit() == Limit.Unit.PARALLEL_REQUESTS ? PARALLEL : FLOW);
      arguments.add(number(limit.amount()));
      arguments.add(number(TimeUnit.NANOSECONDS.toMicros(limit.per().toNanos())));
      arguments.add(number(tokens ? request.tokens() : 1));
      arguments.add(number(tokens ? 1 : 0));
    }
    return arguments.toArray(byte[][]::new);
  }

  private static byte[] number(long value) {
    return Long.toString(value).getBytes(UTF_8);
  }
}
