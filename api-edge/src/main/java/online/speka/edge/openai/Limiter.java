package online.speka.edge.openai;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.usage.MicroCredits;
import online.speka.edge.admission.CostBound;
import online.speka.edge.admission.DeadlineRule;
import online.speka.edge.admission.Demands;
import online.speka.edge.limits.LimitVerdict;
import online.speka.edge.limits.Limits;
import online.speka.edge.responses.StoreUnreachableException;
import online.speka.edge.submission.JobNotAcceptedException;
import online.speka.edge.validation.InferenceRequest;
import online.speka.edge.validation.InvalidRequestException;
import org.springframework.http.HttpHeaders;
import reactor.core.publisher.Mono;

/// Lets requests through that fit under the limits of whoever sends them and that can be paid, and
/// tells every one of them, in headers, how much is left.
final class Limiter {
  private final Limits limits;
  private final InstantSource clock;
  private final DeadlineRule deadlines;
  private final ApiErrors errors;

  Limiter(Limits limits, InstantSource clock, DeadlineRule deadlines, ApiErrors errors) {
    this.limits = limits;
    this.clock = clock;
    this.deadlines = deadlines;
    this.errors = errors;
  }

  /// Serves a valid request if it fits.
  Mono<Void> run(
      Call call, Principal principal, InferenceRequest request, Supplier<Mono<Void>> service) {
    return charge(call, principal, asked(call, request, deadlines.waitMax()))
        .then(Mono.defer(service))
        .doOnError(Limiter::madeNoJob, _ -> limits.refund(principal, call.jobId()))
        .doFinally(_ -> limits.release(principal, call.jobId()));
  }

  /// Serves a valid request if it fits, whose job goes on when its client has had its answer or has
  /// left. What it takes up is given back when its outcome is settled.
  ///
  /// @param waitMax longest life of the job
  Mono<Void> runInBackground(
      Call call,
      Principal principal,
      InferenceRequest request,
      Duration waitMax,
      Supplier<Mono<Void>> service) {
    return charge(call, principal, asked(call, request, waitMax))
        .then(Mono.defer(service))
        .doOnError(
            Limiter::madeNoJob,
            _ -> {
              limits.refund(principal, call.jobId());
              limits.release(principal, call.jobId());
            })
        .doFinally(_ -> limits.leave(call.jobId()));
  }

  private static boolean madeNoJob(Throwable failure) {
    return failure instanceof InvalidRequestException
        || failure instanceof JobNotAcceptedException
        || failure instanceof StoreUnreachableException;
  }

  /// Serves a request that was sent before: it is a request too, but its tokens are charged
  /// already.
  Mono<Void> repeat(Call call, Principal principal, Supplier<Mono<Void>> service) {
    return charge(call, principal, nothing(call))
        .then(Mono.defer(service))
        .doFinally(_ -> limits.release(principal, call.jobId()));
  }

  /// A request that is invalid is a request too: whoever is over a limit hears of that first.
  <T> Mono<T> refuse(Call call, Principal principal, InvalidRequestException invalid) {
    return charge(call, principal, nothing(call))
        .then(Mono.<T>error(invalid))
        .doFinally(_ -> limits.release(principal, call.jobId()));
  }

  private Limits.Request asked(Call call, InferenceRequest request, Duration waitMax) {
    return new Limits.Request(
        call.jobId(),
        request.model().id(),
        Demands.tokens(request),
        CostBound.of(request),
        clock.instant().plus(waitMax));
  }

  private Limits.Request nothing(Call call) {
    return new Limits.Request(
        call.jobId(), null, 0, MicroCredits.ZERO, clock.instant().plus(deadlines.waitMax()));
  }

  private Mono<Void> charge(Call call, Principal principal, Limits.Request request) {
    return limits.charge(principal, request).flatMap(verdict -> judge(call, verdict));
  }

  private Mono<Void> judge(Call call, LimitVerdict verdict) {
    HttpHeaders headers = call.exchange().getResponse().getHeaders();
    return switch (verdict) {
      case LimitVerdict.Within(var remaining) -> {
        RateLimitHeaders.write(remaining, headers);
        yield Mono.empty();
      }
      case LimitVerdict.Exceeded(Limit limit, Optional<Duration> pause, var remaining) -> {
        RateLimitHeaders.write(remaining, headers);
        if (pause.isEmpty() || pause.get().toSeconds() >= ApiError.RETRY_AFTER_SECONDS_MAX) {
          // SDKs would come back before it can succeed.
          headers.set(Answers.SHOULD_RETRY, "false");
        }
        yield Mono.error(new InvalidRequestException(exceeded(limit, pause)));
      }
      case LimitVerdict.Exhausted(Fund fund, var remaining) -> {
        RateLimitHeaders.write(remaining, headers);
        yield Mono.error(new InvalidRequestException(exhausted(fund.source())));
      }
      case LimitVerdict.Unknown _ -> Mono.error(new InvalidRequestException(errors.unavailable()));
    };
  }

  private static ApiError exhausted(Fund.Source source) {
    String what =
        switch (source) {
          case PREPAID_CREDIT -> "The account's credit";
          case MONTHLY_ALLOWANCE -> "This month's allowance";
          case KEY_BUDGET -> "The key's budget";
          case PROJECT_BUDGET -> "The project's budget";
          case ORGANIZATION_BUDGET -> "The account's budget";
        };
    return ApiError.exhausted(
        what
            + " is used up: what is left, less what running requests may cost, is not enough for"
            + " the most that this request may cost.",
        source);
  }

  private ApiError exceeded(Limit limit, Optional<Duration> pause) {
    String what = limit.unit().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String whose =
        switch (limit.scope()) {
          case TENANT -> "account";
          case PROJECT -> "project";
          case KEY -> "key";
        };
    String bound =
        "This %s may use %d %s%s%s."
            .formatted(
                whose,
                limit.amount(),
                what,
                limit.per().isZero() ? "" : " per " + RateLimitHeaders.text(limit.per()),
                limit.model() == null ? "" : " with " + limit.model());
    if (pause.isEmpty()) {
      return ApiError.of(
          ErrorReason.RATE_LIMITED,
          "Rate limit: " + bound + " This request needs more than that at once.");
    }
    return ApiError.of(
            ErrorReason.RATE_LIMITED,
            "Rate limit reached: "
                + bound
                + (limit.per().isZero()
                    ? " Wait until one has ended."
                    : " Try again in " + RateLimitHeaders.text(pause.get()) + "."))
        .retryAfter(errors.secondsAfter(pause.get()));
  }
}
