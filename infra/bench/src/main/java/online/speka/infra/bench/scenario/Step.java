package online.speka.infra.bench.scenario;

import online.speka.infra.bench.measure.Tally;

/// One rate, tried once.
record Step(double ratePerSecond, Tally tally, StepRule.Judgement judgement, Usage usage) {

  boolean held() {
    return judgement instanceof StepRule.Judgement.Held;
  }

  Json json() {
    return new Json(ratePerSecond, held(), judgement.words(), LevelResult.side(tally), usage);
  }

  record Json(
      double ratePerSecond,
      boolean held,
      String judgement,
      LevelResult.Side latencies,
      Usage usage) {}
}
