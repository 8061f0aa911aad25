package online.speka.contract.fleet;

/// One running worker process. A restarted worker is a new worker.
public record WorkerId(String value) implements Comparable<WorkerId> {
  public WorkerId {
    if (value.isEmpty() || value.length() > 64) {
      throw new IllegalArgumentException("worker id must be 1 to 64 characters: " + value);
    }
  }

  @Override
  public int compareTo(WorkerId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
