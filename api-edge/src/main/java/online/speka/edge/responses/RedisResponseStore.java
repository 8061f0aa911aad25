package online.speka.edge.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import online.speka.contract.error.ApiError;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.stream.Content;
import online.speka.contract.stream.Frame;
import online.speka.contract.wire.FrameCodec;
import online.speka.contract.wire.RedisNames;
import online.speka.contract.wire.ResponseObject;
import online.speka.edge.streaming.RedisCommandLink;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/// A record is a hash; the answer is in the job's replay log, a stream.
final class RedisResponseStore implements ResponseStore {
  private static final String TENANT = "tenant";
  private static final String OPENING = "opening";
  private static final String INPUT = "input";
  private static final String STREAMING = "streaming";
  private static final String BACKGROUND = "background";
  private static final String DEADLINE = "deadline";
  private static final byte[] YES = {'1'};
  private static final byte[] NO = {'0'};

  private final RedisCommandLink link;
  private final InstantSource clock;
  private final Limits limits;

  /// @param keptFor how long a record lives
  /// @param grace how long after its deadline a response's end may still arrive
  /// @param pageMax most entries of a log read at once
  /// @param documentBytesMax longest response
  record Limits(Duration keptFor, Duration grace, int pageMax, long documentBytesMax) {}

  RedisResponseStore(RedisCommandLink link, InstantSource clock, Limits limits) {
    this.link = link;
    this.clock = clock;
    this.limits = limits;
  }

  @Override
  public Mono<Void> keep(ResponseRecord response) {
    byte[] key = key(response.job());
    Map<byte[], byte[]> hash =
        Map.of(
            ascii(TENANT), response.tenant().value().getBytes(UTF_8),
            ascii(OPENING), response.opening(),
            ascii(INPUT), response.input(),
            ascii(STREAMING), response.mode().streaming() ? YES : NO,
            ascii(BACKGROUND), response.mode().background() ? YES : NO,
            ascii(DEADLINE), ascii(Long.toString(response.deadline().toEpochMilli())));
    return ask(redis -> {
          var _ = redis.hset(key, hash);
          return redis.pexpire(key, limits.keptFor());
        })
        .then();
  }

  @Override
  public Mono<StoredResponse> find(String id, TenantId tenant) {
    return Mono.justOrEmpty(ResponseObject.job(id))
        .flatMap(
            job ->
                ask(redis -> redis.hgetall(key(job)))
                    .mapNotNull(hash -> record(job, hash))
                    .filter(found -> found.tenant().equals(tenant)))
        .flatMap(
            found ->
                answer(found)
                    .map(
                        logged ->
                            StoredResponse.of(found, logged, clock.instant(), limits.grace())));
  }

  /// Whatever is left of the record's life begins anew: the field must never outlive the others.
  @Override
  public Mono<Void> cancel(JobId job) {
    byte[] key = key(job);
    return ask(redis -> redis.exists(key))
        .filter(there -> there > 0)
        .flatMap(_ -> ask(redis -> mark(redis, key)))
        .then();
  }

  @Override
  public void abandon(JobId job) {
    link.commands().ifPresent(redis -> mark(redis, key(job)));
  }

  private CompletionStage<Boolean> mark(RedisAsyncCommands<byte[], byte[]> redis, byte[] key) {
    var _ = redis.hset(key, ascii(RedisNames.RESPONSE_CANCELLED), YES);
    return redis.pexpire(key, limits.keptFor());
  }

  /// A log that is still written to is left to expire: what came after its deletion would make a
  /// new one, without a time to live.
  @Override
  public Mono<Void> delete(JobId job, boolean over) {
    return over
        ? ask(redis -> redis.del(key(job), log(job))).then()
        : ask(redis -> {
              var _ = redis.del(key(job));
              return redis.pexpire(log(job), RedisNames.REPLAY_LOG_KEPT);
            })
            .then();
  }

  private Mono<LoggedAnswer> answer(ResponseRecord found) {
    return ask(redis -> redis.xrevrange(log(found.job()), Range.unbounded(), Limit.from(1)))
        .flatMap(
            last -> {
              Frame tail = last.isEmpty() ? null : lastFrame(last.getFirst());
              return switch (tail == null ? null : tail.content()) {
                case null -> Mono.just(new LoggedAnswer.Nothing());
                case Content.Chunk _, Content.Stored _ -> Mono.just(new LoggedAnswer.Unfinished());
                case Content.Failure(ApiError error) -> Mono.just(new LoggedAnswer.Failed(error));
                case Content.End _ -> whole(found);
              };
            });
  }

  private Mono<LoggedAnswer> whole(ResponseRecord found) {
    LoggedAnswer.Reader reader = new LoggedAnswer.Reader(found.mode().streaming());
    return page(found.job(), Boundary.unbounded())
        .expand(
            page ->
                page.size() < limits.pageMax()
                    ? Mono.empty()
                    : page(found.job(), Boundary.excluding(page.getLast().getId())))
        .doOnNext(
            page -> {
              page.forEach(entry -> frames(entry, reader::add));
              if (reader.size() > limits.documentBytesMax()) {
                throw new IllegalStateException("a logged response is too large");
              }
            })
        .then(Mono.fromSupplier(() -> new LoggedAnswer.Whole(reader.document())));
  }

  private Mono<List<StreamMessage<byte[], byte[]>>> page(JobId job, Boundary<String> lower) {
    return ask(
        redis ->
            redis.xrange(
                log(job), Range.from(lower, Boundary.unbounded()), Limit.from(limits.pageMax())));
  }

  private static @Nullable Frame lastFrame(StreamMessage<byte[], byte[]> entry) {
    Frame[] last = new Frame[1];
    frames(entry, frame -> last[0] = frame);
    return last[0];
  }

  private static void frames(StreamMessage<byte[], byte[]> entry, Consumer<Frame> sink) {
    entry.getBody().values().forEach(frames -> FrameCodec.decode(frames, sink));
  }

  private static @Nullable ResponseRecord record(JobId job, Map<byte[], byte[]> hash) {
    Map<String, byte[]> fields = HashMap.newHashMap(hash.size());
    hash.forEach((name, value) -> fields.put(new String(name, US_ASCII), value));
    byte[] tenant = fields.get(TENANT);
    byte[] opening = fields.get(OPENING);
    byte[] input = fields.get(INPUT);
    byte[] deadline = fields.get(DEADLINE);
    if (tenant == null || opening == null || input == null || deadline == null) {
      return null;
    }
    return new ResponseRecord(
        job,
        new TenantId(new String(tenant, UTF_8)),
        opening,
        input,
        new ResponseRecord.Mode(
            isYes(fields.get(STREAMING)),
            isYes(fields.get(BACKGROUND)),
            fields.containsKey(RedisNames.RESPONSE_CANCELLED)),
        Instant.ofEpochMilli(Long.parseLong(new String(deadline, US_ASCII))));
  }

  private static boolean isYes(byte @Nullable [] value) {
    return value != null && value.length == 1 && value[0] == YES[0];
  }

  private <T> Mono<T> ask(
      Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
    return Mono.defer(
            () ->
                link.commands()
                    .map(redis -> Mono.fromCompletionStage(command.apply(redis)))
                    .orElseGet(
                        () ->
                            Mono.error(
                                new StoreUnreachableException("Redis has not been reached yet"))))
        .onErrorMap(
            failure -> !(failure instanceof StoreUnreachableException),
            failure -> new StoreUnreachableException("Redis did not do as asked", failure));
  }

  private static byte[] key(JobId job) {
    return ascii(RedisNames.response(job));
  }

  private static byte[] log(JobId job) {
    return ascii(RedisNames.replayLog(job));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
