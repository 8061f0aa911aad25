package online.speka.ledger.organizations;

/// What people call an organisation, a project or a key: 1 to 100 characters on one line.
public record Name(String value) {

  public static final int LENGTH_MAX = 100;

  public Name {
    value = value.strip();
    if (value.isEmpty()
        || value.codePointCount(0, value.length()) > LENGTH_MAX
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidFieldException(
          "name", "name must be 1 to " + LENGTH_MAX + " characters on one line");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
