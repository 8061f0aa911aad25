package online.speka.infra.faults.client;

import java.util.List;

/// Who pays for a load's requests.
///
/// @param accounts of the platform's fixtures, one drawn for each request
/// @param credit what the one organisation of these accounts has when the load begins, in
///     micro-credits; 0 if they pay afterwards
public record Payers(List<String> accounts, long credit) {

  private static final String PREPAID_ACCOUNT = "exhausted";

  /// Two organisations that pay afterwards.
  public static final Payers AFTERWARDS = new Payers(List.of("main", "other"), 0);

  /// All accounts that somebody here may ask with.
  public static final List<String> ACCOUNTS = List.of("main", "other", PREPAID_ACCOUNT);

  /// The organisation that pays before: it has what it is given.
  public static final String PREPAID_ORGANIZATION = "fixture-" + PREPAID_ACCOUNT;

  public Payers {
    accounts = List.copyOf(accounts);
    if (accounts.isEmpty() || credit < 0) {
      throw new IllegalArgumentException("somebody pays, and has no less than nothing");
    }
  }

  /// One organisation that pays before.
  public static Payers before(long credit) {
    return new Payers(List.of(PREPAID_ACCOUNT), credit);
  }

  public boolean payBefore() {
    return credit > 0;
  }
}
