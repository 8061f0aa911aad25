package online.speka.contract.principal;

/// The public id of an API key; never the key itself.
public record KeyId(String value) {
  public KeyId {
    if (value.isEmpty() || value.length() > 64) {
      throw new IllegalArgumentException("key id must be 1 to 64 characters: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
