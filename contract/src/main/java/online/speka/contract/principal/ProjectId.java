package online.speka.contract.principal;

/// A part of an organisation, with keys, limits and budgets of its own. A key belongs to one
/// project for ever.
public record ProjectId(String value) {
  public ProjectId {
    if (value.isEmpty() || value.length() > 64) {
      throw new IllegalArgumentException("project id must be 1 to 64 characters: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
