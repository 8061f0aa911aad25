package online.speka.contract.usage;

/// Which of a model's rates a job pays.
public enum Rate {
  STANDARD,
  /// Less a discount: work that can wait.
  BATCH
}
