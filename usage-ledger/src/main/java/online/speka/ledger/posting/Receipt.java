package online.speka.ledger.posting;

import java.util.Objects;
import online.speka.contract.outcome.JobEvent;

/// A fact and what became of it.
public record Receipt(JobEvent event, Disposition disposition) {
  public Receipt {
    Objects.requireNonNull(event);
    Objects.requireNonNull(disposition);
  }
}
