package online.speka.contract.usage;

/// An amount of money: millionths of a credit. Integer, and every sum is checked: an overflow
/// throws [ArithmeticException] and never wraps into a gift.
public record MicroCredits(long value) implements Comparable<MicroCredits> {

  public static final MicroCredits ZERO = new MicroCredits(0);

  public MicroCredits plus(MicroCredits other) {
    return new MicroCredits(Math.addExact(value, other.value));
  }

  public MicroCredits negated() {
    return new MicroCredits(Math.negateExact(value));
  }

  @Override
  public int compareTo(MicroCredits other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return value + " µcr";
  }
}
