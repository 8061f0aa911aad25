package online.speka.ledger.funds;

import java.util.List;
import online.speka.ledger.posting.Receipt;

/// Told of what is in the books, so that reservations end. Never fails.
public interface Settlements {

  Settlements NONE = _ -> {};

  void committed(List<Receipt> receipts);
}
