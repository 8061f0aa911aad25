package online.speka.infra.cli;

import java.math.BigDecimal;
import java.math.BigInteger;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An amount as people type it, in credits, exact to the micro-credit.
record Credits(long micros) {

  private static final int DIGITS = 6;
  private static final int LENGTH_MAX = 24;

  /// @throws IllegalArgumentException if it is no amount, or finer than a micro-credit
  static Credits parse(String text) {
    if (!text.matches("-?[0-9]{1,16}([.][0-9]{1,6})?") || text.length() > LENGTH_MAX) {
      throw new IllegalArgumentException(
          text + " is no amount: give credits as 25 or 0.000001, with at most six decimals");
    }
    return new Credits(new BigDecimal(text).movePointRight(DIGITS).longValueExact());
  }

  static String text(BigInteger micros) {
    return new BigDecimal(micros, DIGITS).toPlainString();
  }

  /// For picocli.
  static final class Converter implements ITypeConverter<Credits> {
    @Override
    public Credits convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      } catch (ArithmeticException e) {
        throw new TypeConversionException(text + " is more than there is");
      }
    }
  }
}
