package online.speka.dispatcher.flowcontrol;

/// How many failed attempts of a model may be tried again: a bucket into which every accepted job
/// puts a small part of a retry. When engines fail all over, trying again only adds to their load;
/// then the bucket runs empty and failures go to the client.
///
/// The jobs of a lost worker are always tried again, because a death cannot multiply: it costs at
/// most the slots that the worker had. They are taken out of the bucket all the same, into debt.
///
/// ```
/// retries granted <= initial + perJob * accepted jobs   (without those of lost workers)
/// ```
final class RetryBudget {

  private final FlowLimits.Budget limits;
  private double balance;

  RetryBudget(FlowLimits.Budget limits) {
    this.limits = limits;
    this.balance = limits.initial();
  }

  /// A job was accepted.
  void earn() {
    balance = Math.min(limits.max(), balance + limits.perJob());
  }

  /// Takes one retry, if there is one.
  boolean spend() {
    if (balance < 1) {
      return false;
    }
    balance -= 1;
    return true;
  }

  /// Takes one retry whether there is one or not.
  void owe() {
    balance = Math.max(-limits.max(), balance - 1);
  }

  /// Retries left; negative in debt.
  double balance() {
    return balance;
  }
}
