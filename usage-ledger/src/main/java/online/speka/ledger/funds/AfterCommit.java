package online.speka.ledger.funds;

import java.util.Collection;
import java.util.List;
import online.speka.contract.principal.TenantId;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Holds back what is told inside a database transaction until that is committed: Redis must never
/// be told of a version that may be taken back.
final class AfterCommit implements FundChanges {

  private final FundChanges next;

  AfterCommit(FundChanges next) {
    this.next = next;
  }

  @Override
  public void changed(Collection<TenantId> tenants) {
    List<TenantId> told = List.copyOf(tenants);
    later(() -> next.changed(told));
  }

  @Override
  public void made(TenantId tenant, String fund) {
    later(() -> next.made(tenant, fund));
  }

  private static void later(Runnable telling) {
    if (TransactionSynchronizationManager.isSynchronizationActive()
        && TransactionSynchronizationManager.isActualTransactionActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCommit() {
              telling.run();
            }
          });
    } else {
      telling.run();
    }
  }
}
