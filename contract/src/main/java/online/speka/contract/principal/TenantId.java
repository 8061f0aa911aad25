package online.speka.contract.principal;

/// The organisation: the account that pays for a job, and the wall no byte of another's crosses.
public record TenantId(String value) {
  public TenantId {
    if (value.isEmpty() || value.length() > 64) {
      throw new IllegalArgumentException("tenant id must be 1 to 64 characters: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
