package online.speka.worker.batching;

/// How much runs together, and how much may wait.
///
/// @param inputsMax most inputs in one batch
/// @param tokensMax most tokens in one batch, padding included; what bounds how long other jobs
///     wait for their turn. An input longer than this runs alone
/// @param waitingMax most inputs that wait, all jobs together
public record BatchLimits(int inputsMax, int tokensMax, int waitingMax) {
  public BatchLimits {
    requirePositive("inputsMax", inputsMax);
    requirePositive("tokensMax", tokensMax);
    requirePositive("waitingMax", waitingMax);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
