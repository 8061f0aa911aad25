package online.speka.ledger.admin.records;

import java.time.Instant;
import online.speka.ledger.admin.operators.OperatorId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Who did what to what, when, and from where.
///
/// @param action as `key.mint`
/// @param target as `key:key_1`
/// @param tenant whose it is; null if it is nobody's
/// @param details what was asked for; no secret is ever in it
public record AuditEntry(
    Who who, String action, String target, @Nullable String tenant, Instant at, JsonNode details) {

  /// @param address where the request came from
  public record Who(OperatorId operator, String name, String requestId, String address) {}

  /// @param number grows with time
  public record Numbered(long number, AuditEntry entry) {}
}
