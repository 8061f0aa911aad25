package online.speka.ledger.plans;

import java.util.regex.Pattern;

/// The name of a plan.
public record PlanId(String value) {

  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public PlanId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a plan's id must be 1 to 63 characters of a-z 0-9 - and not begin with -: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
