package online.speka.ledger.posting;

import java.math.BigInteger;
import java.time.Instant;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.Prices;

class InMemoryLedgerTest extends LedgerContract {

  private InMemoryLedger ledger;
  private int versions;

  @Override
  Ledger newLedger() {
    ledger = new InMemoryLedger();
    return ledger;
  }

  @Override
  void addPrice(ModelId model, Prices prices, Instant validFrom) {
    ledger.price(new PriceVersion(++versions, model, prices, validFrom));
  }

  @Override
  void addTenant(TenantId tenant) {
    ledger.tenant(tenant);
  }

  @Override
  int bills() {
    return ledger.bills().size();
  }

  @Override
  BigInteger charged() {
    return ledger.charged();
  }
}
