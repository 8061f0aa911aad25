package online.speka.contract.job;

import online.speka.contract.usage.Rate;

/// How urgent a job is. Interactive work always goes before batch work; batch work fills idle
/// slots.
public enum Lane {
  INTERACTIVE("interactive", Rate.STANDARD),
  BATCH("batch", Rate.BATCH);

  private final String topicSuffix;
  private final Rate rate;

  Lane(String topicSuffix, Rate rate) {
    this.topicSuffix = topicSuffix;
    this.rate = rate;
  }

  /// What its jobs pay.
  public Rate rate() {
    return rate;
  }

  public String topicSuffix() {
    return topicSuffix;
  }
}
