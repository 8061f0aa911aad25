package online.speka.contract.job;

/// How urgent a job is. Interactive work always goes before batch work; batch work fills idle
/// slots.
public enum Lane {
  INTERACTIVE("interactive"),
  BATCH("batch");

  private final String topicSuffix;

  Lane(String topicSuffix) {
    this.topicSuffix = topicSuffix;
  }

  public String topicSuffix() {
    return topicSuffix;
  }
}
