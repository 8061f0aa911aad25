package online.speka.worker.running;

import static org.assertj.core.api.Assertions.assertThat;

import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.outcome.Cause;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.EngineResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {

  private static final Usage USAGE = Usage.of(3, 5);
  private static final ApiError ERROR = ApiError.of(ErrorReason.UPSTREAM_ERROR, "broken");
  private static final EngineResult BROKEN =
      new EngineResult.Broken(Cause.UPSTREAM_TIMEOUT, ERROR, "silent", USAGE);

  @Test
  void aCompleteAnswerIsFinished() {
    EngineResult result = new EngineResult.Completed(new byte[0], USAGE, "odd");

    assertThat(Verdict.of(result, standing(null, true, false)))
        .isInstanceOfSatisfying(
            Verdict.Finish.class,
            finish -> {
              assertThat(finish.status()).isEqualTo(Outcome.Status.COMPLETED);
              assertThat(finish.usage()).isEqualTo(USAGE);
              assertThat(finish.detail()).isEqualTo("odd");
              assertThat(finish.closing()).isInstanceOf(Verdict.Closing.Answer.class);
            });
  }

  @Test
  void anAnswerShorterThanWhatWasDeliveredIsNoAnswer() {
    EngineResult result = new EngineResult.Completed(new byte[0], USAGE);

    assertThat(Verdict.of(result, new Verdict.Standing(null, true, false, true)))
        .isInstanceOfSatisfying(
            Verdict.Finish.class,
            finish -> {
              assertThat(finish.status()).isEqualTo(Outcome.Status.FAILED);
              assertThat(finish.cause()).isEqualTo(Cause.CANNOT_CONTINUE);
            });
  }

  @Test
  void aRefusedRequestIsNotBilled() {
    assertThat(Verdict.of(new EngineResult.Rejected(ERROR), standing(null, false, false)))
        .isEqualTo(
            new Verdict.Finish(
                Outcome.Status.FAILED,
                Cause.INVALID_REQUEST,
                Usage.NONE,
                "the engine refused the request",
                new Verdict.Closing.Problem(ERROR)));
  }

  @ParameterizedTest
  @CsvSource({"false,false,true", "false,true,true", "true,true,true", "true,false,false"})
  void aBrokenRunGoesBackWhereAnotherAttemptCanDoIt(
      boolean delivered, boolean deterministic, boolean goesBack) {
    Verdict verdict = Verdict.of(BROKEN, standing(null, delivered, deterministic));

    if (goesBack) {
      assertThat(verdict).isEqualTo(new Verdict.HandBack(Cause.UPSTREAM_TIMEOUT, ERROR, "silent"));
    } else {
      assertThat(verdict)
          .isEqualTo(
              new Verdict.Finish(
                  Outcome.Status.FAILED,
                  Cause.CANNOT_CONTINUE,
                  USAGE,
                  "UPSTREAM_TIMEOUT: silent",
                  new Verdict.Closing.Problem(ERROR)));
    }
  }

  @Test
  void aClientThatLeftIsBilledForWhatWasGenerated() {
    for (EngineResult result : new EngineResult[] {new EngineResult.Cancelled(USAGE), BROKEN}) {
      assertThat(Verdict.of(result, standing(StopReason.CLIENT_GONE, true, false)))
          .isEqualTo(
              new Verdict.Finish(
                  Outcome.Status.CANCELLED,
                  Cause.CLIENT_GONE,
                  USAGE,
                  "",
                  new Verdict.Closing.Nothing()));
    }
  }

  @Test
  void aDrainingWorkerHandsBackWhatAnotherCanDo() {
    EngineResult cancelled = new EngineResult.Cancelled(USAGE);

    assertThat(Verdict.of(cancelled, standing(StopReason.DRAINING, false, false)))
        .isInstanceOfSatisfying(
            Verdict.HandBack.class,
            handBack -> assertThat(handBack.cause()).isEqualTo(Cause.WORKER_DRAINING));
    assertThat(Verdict.of(cancelled, standing(StopReason.DRAINING, true, true)))
        .isInstanceOf(Verdict.HandBack.class);
    assertThat(Verdict.of(cancelled, standing(StopReason.DRAINING, true, false)))
        .isInstanceOfSatisfying(
            Verdict.Finish.class,
            finish -> {
              assertThat(finish.cause()).isEqualTo(Cause.CANNOT_CONTINUE);
              assertThat(finish.usage()).isEqualTo(USAGE);
            });
  }

  @Test
  void aSupersededAttemptSaysNothingHoweverItEnds() {
    for (EngineResult result :
        new EngineResult[] {
          new EngineResult.Completed(new byte[0], USAGE),
          new EngineResult.Cancelled(USAGE),
          new EngineResult.Rejected(ERROR),
          BROKEN
        }) {
      assertThat(Verdict.of(result, standing(StopReason.SUPERSEDED, true, true)))
          .isInstanceOf(Verdict.Silence.class);
    }
  }

  @Test
  void anEngineThatCancelsByItselfIsBroken() {
    assertThat(Verdict.of(new EngineResult.Cancelled(USAGE), standing(null, false, false)))
        .isInstanceOfSatisfying(
            Verdict.HandBack.class,
            handBack -> assertThat(handBack.cause()).isEqualTo(Cause.ENGINE_ERROR));
  }

  @ParameterizedTest
  @EnumSource(StopReason.class)
  void whatNeverBeganCostsNothing(StopReason reason) {
    switch (Verdict.beforeStart(reason)) {
      case Verdict.Finish finish -> assertThat(finish.usage()).isEqualTo(Usage.NONE);
      case Verdict.HandBack handBack ->
          assertThat(handBack.cause()).isEqualTo(Cause.WORKER_DRAINING);
      case Verdict.Silence _ -> assertThat(reason).isEqualTo(StopReason.SUPERSEDED);
    }
  }

  private static Verdict.Standing standing(
      StopReason stop, boolean delivered, boolean deterministic) {
    return new Verdict.Standing(stop, delivered, true, deterministic);
  }
}
