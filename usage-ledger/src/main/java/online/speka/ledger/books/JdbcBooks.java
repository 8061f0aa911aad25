package online.speka.ledger.books;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.posting.Account;
import online.speka.ledger.posting.JdbcPostings;
import online.speka.ledger.posting.JdbcTransactions;
import online.speka.ledger.posting.LedgerTransaction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/// The books in PostgreSQL.
///
/// The row that bounds an entry (the bill that is refunded, the balance that is written off) is
/// locked before anything is read that depends on it.
final class JdbcBooks implements Books {

  private static final String BALANCE =
      """
      select coalesce(b.balance, 0), coalesce(b.version, 0)
        from account a left join account_balance b using (account_id)
       where a.tenant_id = :tenant
      """;

  private static final String LOCK_BALANCE =
      """
      select b.balance from account a join account_balance b using (account_id)
       where a.tenant_id = :tenant for no key update of b
      """;

  private final JdbcTransactions transactions;
  private final InstantSource clock;
  private final JdbcClient jdbc;
  private final JdbcEntries entries;
  private final JdbcPostings postings;

  JdbcBooks(JdbcClient jdbc, TransactionTemplate transactions, InstantSource clock) {
    this.transactions = new JdbcTransactions(transactions);
    this.clock = clock;
    this.jdbc = jdbc;
    this.entries = new JdbcEntries(jdbc);
    this.postings = new JdbcPostings(jdbc);
  }

  @Override
  public Entered enter(Entry entry) {
    return transactions.run(
        () ->
            switch (entry.movement()) {
              case Movement.TopUp(var tenant, _) -> enter(entry, tenant);
              case Movement.Grant(var tenant, _) -> enter(entry, tenant);
              case Movement.GrantExpiry(var tenant, _) -> enter(entry, tenant);
              case Movement.Adjustment(var tenant, _) -> enter(entry, tenant);
              case Movement.Refund refund -> refund(entry, refund);
              case Movement.WriteOff writeOff -> writeOff(entry, writeOff);
            });
  }

  private Entered refund(Entry entry, Movement.Refund refund) {
    Optional<JdbcEntries.Charged> charged = entries.lockBill(refund.job());
    Optional<Entered> before = entries.find(entry);
    if (before.isPresent()) {
      return before.get();
    }
    if (charged.isEmpty()) {
      return new Entered.Refused(Entered.Why.NO_BILL);
    }
    MicroCredits left = charged.get().amount().plus(entries.refunded(refund.job()).negated());
    return refund.amount().compareTo(left) > 0
        ? new Entered.Refused(Entered.Why.MORE_THAN_CHARGED)
        : enter(entry, charged.get().tenant());
  }

  private Entered writeOff(Entry entry, Movement.WriteOff writeOff) {
    BigInteger balance =
        jdbc.sql(LOCK_BALANCE)
            .param("tenant", writeOff.tenant().value())
            .query((row, _) -> row.getBigDecimal(1).toBigIntegerExact())
            .optional()
            .orElse(BigInteger.ZERO);
    Optional<Entered> before = entries.find(entry);
    if (before.isPresent()) {
      return before.get();
    }
    BigInteger amount = BigInteger.valueOf(writeOff.amount().value());
    return balance.add(amount).signum() > 0
        ? new Entered.Refused(Entered.Why.MORE_THAN_OWED)
        : enter(entry, writeOff.tenant());
  }

  private Entered enter(Entry entry, TenantId tenant) {
    Map<Account, Long> accounts = postings.accountsOf(Set.of(tenant));
    if (!accounts.containsKey(new Account.Tenant(tenant))) {
      return new Entered.Refused(Entered.Why.NO_ACCOUNT);
    }
    // As the column holds it: the answer is the same when it is read back.
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (!entries.insert(entry, now)) {
      return entries
          .find(entry)
          .orElseThrow(() -> new IllegalStateException("entry " + entry.id() + " is not there"));
    }
    LedgerTransaction transaction = entry.transaction(tenant);
    postings.insertPostings(List.of(transaction), accounts);
    return new Entered.Posted(entry.id(), entry.kind(), tenant, credited(transaction, tenant), now);
  }

  private static MicroCredits credited(LedgerTransaction transaction, TenantId tenant) {
    return transaction.postings().stream()
        .filter(posting -> posting.account().equals(new Account.Tenant(tenant)))
        .map(posting -> posting.amount())
        .reduce(MicroCredits.ZERO, MicroCredits::plus);
  }

  @Override
  public Optional<Balance> balance(TenantId tenant) {
    return transactions.run(
        () ->
            jdbc.sql(BALANCE)
                .param("tenant", tenant.value())
                .query(
                    (row, _) ->
                        new Balance(row.getBigDecimal(1).toBigIntegerExact(), row.getLong(2)))
                .optional());
  }
}
