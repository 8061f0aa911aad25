package online.speka.edge.limits;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import online.speka.contract.job.JobId;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.Limit;
import online.speka.contract.usage.MicroCredits;
import online.speka.contract.wire.AdmissionCall;
import online.speka.contract.wire.RedisCall;
import online.speka.contract.wire.Reservation;
import online.speka.edge.funds.OpenReservations;
import online.speka.edge.funds.RedisScript;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// Charges and reserves in one step. Only ever by the name of the open generation's script, so that
/// a Redis that may have forgotten reservations makes none.
final class RedisPayments {
  private static final Logger LOG = LoggerFactory.getLogger(RedisPayments.class);

  private final OpenReservations reservations;
  private final Duration waitMax;
  private volatile Script script = new Script(0, new RedisScript(""));

  RedisPayments(OpenReservations reservations, Duration waitMax) {
    this.reservations = reservations;
    this.waitMax = waitMax;
  }

  /// A request that costs something, by somebody who has funds.
  ///
  /// @param uses of the limits, in their order
  record Payment(
      AdmissionCall.Request asked,
      List<Limit> limits,
      List<AdmissionCall.LimitUse> uses,
      List<Fund> funds,
      MicroCredits most) {

    Reservation reservation() {
      return new Reservation(
          asked.job(), most, asked.deadline(), funds.stream().map(Fund::id).toList());
    }
  }

  /// Kept, since its digest is work.
  private record Script(long generation, RedisScript text) {}

  Mono<LimitVerdict> charge(RedisAsyncCommands<byte[], byte[]> redis, Payment payment) {
    return Mono.defer(
        () -> {
          Reservation reservation = payment.reservation();
          OptionalLong generation = reservations.ask(payment.asked().tenant(), reservation);
          if (generation.isEmpty()) {
            return Mono.just(new LimitVerdict.Unknown());
          }
          RedisCall call =
              AdmissionCall.of(
                  payment.asked(), payment.uses(), reservation, generation.getAsLong());
          RedisScript admit = script(generation.getAsLong(), call.script());
          return Mono.fromCompletionStage(
                  () ->
                      admit.<List<Long>>runIfKnown(
                          redis, ScriptOutputType.MULTI, call.keys(), call.arguments()))
              .timeout(waitMax)
              .map(answer -> conclude(payment, answer))
              .onErrorResume(failure -> unknown(reservation.job(), failure));
        });
  }

  private RedisScript script(long generation, String text) {
    Script known = script;
    if (known.generation() != generation) {
      known = new Script(generation, new RedisScript(text));
      script = known;
    }
    return known.text();
  }

  private LimitVerdict conclude(Payment payment, List<Long> answer) {
    JobId job = payment.asked().job();
    LimitVerdict verdict = LimitReply.read(payment.limits(), payment.funds(), answer);
    return switch (verdict) {
      case LimitVerdict.Within _ ->
          reservations.granted(job) ? verdict : new LimitVerdict.Unknown();
      case LimitVerdict.Exceeded _, LimitVerdict.Exhausted _, LimitVerdict.Unknown _ -> {
        reservations.refused(job);
        yield verdict;
      }
    };
  }

  private Mono<LimitVerdict> unknown(JobId job, Throwable failure) {
    if (RedisScript.isUnknown(failure)) {
      reservations.refused(job);
      reservations.lost();
    } else {
      // Redis may have done it, and only its answer be lost.
      reservations.over(job);
      LOG.atWarn()
          .setMessage("funds cannot be asked, the request is refused")
          .addKeyValue("jobId", job)
          .setCause(failure)
          .log();
    }
    return Mono.just(new LimitVerdict.Unknown());
  }
}
