package online.speka.infra.faults.nemesis;

/// Somebody who asks for what no worker survives.
public interface Poisoner {

  /// Asks once; returns when there is an answer, or none will come.
  void ask();
}
