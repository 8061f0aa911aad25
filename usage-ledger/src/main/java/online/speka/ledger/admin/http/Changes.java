package online.speka.ledger.admin.http;

import java.time.InstantSource;
import java.util.function.Supplier;
import online.speka.ledger.admin.operators.Operator;
import online.speka.ledger.admin.records.Answers;
import online.speka.ledger.admin.records.Answers.Claim;
import online.speka.ledger.admin.records.AuditEntry;
import online.speka.ledger.admin.records.AuditLog;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes changes: each once, written down, and as a whole or not at all.
final class Changes {

  private static final String SECRET = "secret";

  private final Transactions transactions;
  private final Answers answers;
  private final AuditLog audit;
  private final InstantSource clock;
  private final JsonMapper json;

  /// Runs work in one database transaction.
  interface Transactions {
    Made run(Supplier<Made> work);
  }

  /// @param replayed whether it was made before, by the same request
  record Made(int status, String body, boolean replayed) {}

  Changes(
      Transactions transactions,
      Answers answers,
      AuditLog audit,
      InstantSource clock,
      JsonMapper json) {
    this.transactions = transactions;
    this.answers = answers;
    this.audit = audit;
    this.clock = clock;
    this.json = json;
  }

  /// @param request as it came
  Made make(Operation.Effect.Change change, Call call, Request request) {
    return transactions.run(
        () ->
            call.idempotencyKey()
                .map(key -> once(new Answers.Key(call.operator().id(), key), change, call, request))
                .orElseGet(() -> make(change, call, request.body()).made()));
  }

  private Made once(Answers.Key key, Operation.Effect.Change change, Call call, Request request) {
    return switch (answers.claim(key, request.fingerprint())) {
      case Claim.First() -> {
        Written written = make(change, call, request.body());
        answers.keep(key, written.made().status(), written.withoutSecret());
        yield written.made();
      }
      case Claim.Answered(var status, var body) -> new Made(status, body, true);
      case Claim.OfAnother() ->
          throw AdminException.conflict(
              "This Idempotency-Key was used for another request. Make a new one.");
    };
  }

  private Written make(Operation.Effect.Change change, Call call, ObjectNode asked) {
    Reply.Changed changed = change.change().apply(call);
    call.requireAllRead();
    Operator operator = call.operator();
    audit.write(
        new AuditEntry(
            new AuditEntry.Who(
                operator.id(), operator.name(), call.origin().requestId(), call.origin().address()),
            change.action(),
            changed.target(),
            changed.tenant(),
            clock.instant(),
            asked));
    JsonNode body = json.valueToTree(changed.body());
    Made made = new Made(changed.status(), body.toString(), false);
    if (body instanceof ObjectNode object && object.has(SECRET)) {
      return new Written(made, object.deepCopy().putNull(SECRET).toString());
    }
    return new Written(made, made.body());
  }

  /// @param withoutSecret what is kept to be said again
  private record Written(Made made, String withoutSecret) {}
}
