package online.speka.dispatcher.flowcontrol;

/// Whether a job whose attempt is over is tried again.
final class RetryRule {

  private final FlowLimits.Retries limits;
  private final RetryBudget budget;

  RetryRule(FlowLimits limits) {
    this.limits = limits.retries();
    this.budget = new RetryBudget(limits.budget());
  }

  /// A job was read that was not there yet.
  void accepted() {
    budget.earn();
  }

  /// Whether the job has no attempt left.
  boolean isOver(OwnedJob job) {
    return job.tries().areUsedUp(limits);
  }

  /// Whether the model's budget lets a job be tried again after such an end; takes it out. What
  /// never ran costs nothing.
  boolean grants(AttemptEnd end) {
    return switch (end) {
      case FAILED -> budget.spend();
      case WORKER_LOST -> {
        budget.owe();
        yield true;
      }
      case OUTCOME, DRAINED, MISSING, UNSENT, OVERTAKEN -> true;
    };
  }

  /// Whether the job must be kept apart from others like it, see [Tries#areSuspect].
  boolean isSuspect(OwnedJob job) {
    return job.tries().areSuspect(limits);
  }

  /// Whether the job must have a worker of its own, see [Tries#needProof].
  boolean needsProof(OwnedJob job) {
    return job.tries().needProof();
  }

  /// Retries left; negative in debt.
  double balance() {
    return budget.balance();
  }
}
