package online.speka.ledger.admin.resources;

import java.time.Instant;
import java.util.List;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.PageQuery;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.admin.records.AuditEntry;
import online.speka.ledger.admin.records.AuditLog;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Who did what.
final class AuditResource implements Resource {

  private final AuditLog audit;

  AuditResource(AuditLog audit) {
    this.audit = audit;
  }

  @Override
  public List<Operation> operations() {
    return List.of(Operation.get("/audit-log", this::read));
  }

  private Reply read(Call call) {
    PageQuery page = call.query().page();
    String tenant = call.query().text(Path.ORGANIZATION).orElse(null);
    List<AuditEntry.Numbered> found = audit.read(tenant, page.afterNumber(), page.rows());
    boolean hasMore = found.size() > page.limit();
    List<View> views =
        found.subList(0, Math.min(found.size(), page.limit())).stream().map(View::of).toList();
    return new Reply.Json(call.query().paged(views, hasMore, view -> Long.toString(view.number())));
  }

  /// @param details the request's body
  private record View(
      long number,
      Instant at,
      String operator,
      String operatorName,
      String action,
      String target,
      @Nullable String organization,
      String requestId,
      String address,
      JsonNode details) {

    static View of(AuditEntry.Numbered numbered) {
      AuditEntry entry = numbered.entry();
      return new View(
          numbered.number(),
          entry.at(),
          entry.who().operator().value(),
          entry.who().name(),
          entry.action(),
          entry.target(),
          entry.tenant(),
          entry.who().requestId(),
          entry.who().address(),
          entry.details());
    }
  }
}
