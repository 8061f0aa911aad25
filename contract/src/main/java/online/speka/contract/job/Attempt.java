package online.speka.contract.job;

import java.util.Comparator;

/// One try at running a job. Totally ordered: frames and outcomes of an older attempt are dropped
/// wherever a newer one has been seen, so a worker that was thought dead cannot speak for a job any
/// more.
///
/// @param epoch generation of the dispatcher group that assigned it; a later owner always has a
///     higher one
/// @param number counts the tries of this job from 1, across owners
public record Attempt(int epoch, int number) implements Comparable<Attempt> {

  private static final Comparator<Attempt> ORDER =
      Comparator.comparingInt(Attempt::epoch).thenComparingInt(Attempt::number);

  public Attempt {
    if (epoch < 0 || number < 1) {
      throw new IllegalArgumentException("no such attempt: epoch " + epoch + ", number " + number);
    }
  }

  @Override
  public int compareTo(Attempt other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return epoch + "." + number;
  }
}
