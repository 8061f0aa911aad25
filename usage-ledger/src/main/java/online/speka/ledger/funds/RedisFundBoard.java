package online.speka.ledger.funds;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.wire.FundsGeneration;
import online.speka.contract.wire.FundsInRedis;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.Reservation;
import online.speka.contract.wire.WireFormatException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Funds and reservations in Redis, all calls of one question in one pipeline.
final class RedisFundBoard implements FundBoard {

  private static final Logger LOG = LoggerFactory.getLogger(RedisFundBoard.class);
  private static final byte[] GENERATION = RedisNames.FUNDS_GENERATION.getBytes(UTF_8);

  private final RedisCalls redis;

  RedisFundBoard(RedisCalls redis) {
    this.redis = redis;
  }

  @Override
  public List<UnknownFund> push(List<FundUpdate> updates) {
    if (updates.isEmpty()) {
      return List.of();
    }
    Optional<FundsGeneration> generation = current();
    long number = generation.map(FundsGeneration::number).orElse(0L);
    List<UnknownFund> unknown =
        redis.ask(
            "settling",
            commands ->
                all(updates.stream().flatMap(update -> settle(commands, number, update)).toList()));
    return generation.filter(FundsGeneration::isOpen).isPresent() ? unknown : List.of();
  }

  private static Stream<CompletableFuture<List<UnknownFund>>> settle(
      RedisAsyncCommands<byte[], byte[]> commands, long generation, FundUpdate update) {
    FundsInRedis names = new FundsInRedis(update.tenant(), generation);
    return calls(names, update)
        .map(call -> multi(commands, call).thenApply(ids -> unknown(update.tenant(), ids)));
  }

  /// One call, as nearly always, or what is left first: no reservation goes before its bill is
  /// deducted.
  private static Stream<RedisCall> calls(FundsInRedis names, FundUpdate update) {
    return update.ended().size() <= FundsInRedis.ITEMS_MAX
            && update.levels().size() <= FundsInRedis.ITEMS_MAX
        ? Stream.of(names.settle(update.ended(), update.levels()))
        : Stream.concat(
            pieces(update.levels()).map(levels -> names.settle(List.of(), levels)),
            pieces(update.ended()).map(ended -> names.settle(ended, List.of())));
  }

  private static List<UnknownFund> unknown(TenantId tenant, List<byte[]> ids) {
    return ids.stream().map(id -> new UnknownFund(tenant, new String(id, UTF_8))).toList();
  }

  @Override
  public void open(long generation, List<FundUpdate> updates) {
    var _ =
        redis.ask(
            "opening funds",
            commands ->
                all(
                    updates.stream()
                        .flatMap(
                            update ->
                                pieces(update.levels())
                                    .map(
                                        levels ->
                                            new FundsInRedis(update.tenant(), generation)
                                                .open(levels)))
                        .map(call -> multi(commands, call))
                        .toList()));
  }

  @Override
  public void reassert(long generation, TenantId tenant, List<Reservation> reservations) {
    FundsInRedis names = new FundsInRedis(tenant, generation);
    var _ =
        redis.ask(
            "entering reservations",
            commands ->
                all(
                    pieces(reservations)
                        .map(names::reassert)
                        .map(
                            call ->
                                RedisCalls.<Long>run(commands, call, ScriptOutputType.INTEGER)
                                    .thenApply(List::of))
                        .toList()));
  }

  @Override
  public long generation() {
    return current().map(FundsGeneration::number).orElse(0L);
  }

  private Optional<FundsGeneration> current() {
    byte[] mark = redis.ask("reading", commands -> commands.get(GENERATION).toCompletableFuture());
    return parse(mark);
  }

  private static Optional<FundsGeneration> parse(byte @Nullable [] mark) {
    try {
      return Optional.ofNullable(mark).map(text -> FundsGeneration.parse(new String(text, UTF_8)));
    } catch (WireFormatException e) {
      LOG.atError().setCause(e).log("The generation of funds is not what the ledger wrote");
      return Optional.empty();
    }
  }

  @Override
  public List<Reservation> reservations(long generation, TenantId tenant) {
    byte[] name = new FundsInRedis(tenant, generation).reservations().getBytes(UTF_8);
    Map<byte[], byte[]> entries =
        redis.ask("reading", commands -> commands.hgetall(name).toCompletableFuture());
    List<Reservation> reservations = new ArrayList<>(entries.size());
    entries.forEach(
        (job, entry) ->
            reservations.add(
                Reservation.parse(JobId.parse(new String(job, UTF_8)), new String(entry, UTF_8))));
    return reservations;
  }

  private static CompletableFuture<List<byte[]>> multi(
      RedisAsyncCommands<byte[], byte[]> commands, RedisCall call) {
    return RedisCalls.run(commands, call, ScriptOutputType.MULTI);
  }

  private static <T> Stream<List<T>> pieces(List<T> all) {
    int size = FundsInRedis.ITEMS_MAX;
    return IntStream.range(0, Math.ceilDiv(all.size(), size))
        .mapToObj(i -> all.subList(i * size, Math.min(all.size(), (i + 1) * size)));
  }

  /// Everything that was answered, when all of it is.
  private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<List<T>>> answers) {
    return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .thenApply(_ -> answers.stream().flatMap(answer -> answer.join().stream()).toList());
  }
}
