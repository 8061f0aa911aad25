package online.speka.ledger.books;

import java.util.Objects;
import java.util.UUID;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.posting.Account;
import online.speka.ledger.posting.LedgerTransaction;

/// Money that somebody wants moved, and why.
///
/// @param id made by who wants it, once: the same entry again moves nothing. Any UUID but one of
///     version 7, which are the jobs'
/// @param reason for those who read the books later
/// @param by who wants it: a person, or the name of a plan's own doing
public record Entry(UUID id, Movement movement, String reason, String by) {

  public static final int REASON_LENGTH_MAX = 500;
  public static final int BY_LENGTH_MAX = 200;

  private static final int VERSION_OF_JOBS = 7;

  public Entry {
    if (id.version() == VERSION_OF_JOBS) {
      throw new IllegalArgumentException("id must not be a UUIDv7: those are the jobs'");
    }
    Objects.requireNonNull(movement);
    requireText("reason", reason, REASON_LENGTH_MAX);
    requireText("by", by, BY_LENGTH_MAX);
  }

  Kind kind() {
    return switch (movement) {
      case Movement.TopUp _ -> Kind.TOP_UP;
      case Movement.Grant _ -> Kind.GRANT;
      case Movement.GrantExpiry _ -> Kind.GRANT_EXPIRY;
      case Movement.Refund _ -> Kind.REFUND;
      case Movement.Adjustment _ -> Kind.ADJUSTMENT;
      case Movement.WriteOff _ -> Kind.WRITE_OFF;
    };
  }

  /// @param tenant whose account it is: of a refund, who paid the job
  LedgerTransaction transaction(TenantId tenant) {
    Account account = new Account.Tenant(tenant);
    return switch (movement) {
      case Movement.TopUp(_, var amount) -> transfer(new Account.Payments(), account, amount);
      case Movement.Grant(_, var amount) -> transfer(new Account.Grants(), account, amount);
      case Movement.GrantExpiry(_, var amount) -> transfer(account, new Account.Grants(), amount);
      case Movement.Refund(_, var amount) -> transfer(new Account.Revenue(), account, amount);
      case Movement.Adjustment(_, var amount) ->
          amount.value() > 0
              ? transfer(new Account.Adjustments(), account, amount)
              : transfer(account, new Account.Adjustments(), amount.negated());
      case Movement.WriteOff(_, var amount) -> transfer(new Account.WriteOffs(), account, amount);
    };
  }

  private LedgerTransaction transfer(Account from, Account to, MicroCredits amount) {
    return LedgerTransaction.transfer(id, from, to, amount);
  }

  private static void requireText(String name, String text, int lengthMax) {
    if (text.isBlank()
        || text.length() > lengthMax
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          name + " must be 1 to " + lengthMax + " characters on one line");
    }
  }

  /// What is written of an entry's movement.
  public enum Kind {
    TOP_UP,
    GRANT,
    GRANT_EXPIRY,
    REFUND,
    ADJUSTMENT,
    WRITE_OFF
  }
}
