package online.speka.ledger.admin.operators;

import java.util.regex.Pattern;

/// The public id of an operator's token; never the token itself.
public record OperatorId(String value) {

  private static final Pattern FORM = Pattern.compile("opt_[0-9a-f]{16}");

  public OperatorId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("no operator's id: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
