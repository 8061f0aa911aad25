package online.speka.ledger.admin.records;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything that operators have done. Nothing in it is ever changed.
public interface AuditLog {

  /// Writes in the caller's database transaction, so that it is true exactly if the change is.
  void write(AuditEntry entry);

  /// The latest first.
  ///
  /// @param tenant null means all
  /// @param before number of the entry after the first that is wanted; null for the latest
  List<AuditEntry.Numbered> read(@Nullable String tenant, @Nullable Long before, int max);
}
