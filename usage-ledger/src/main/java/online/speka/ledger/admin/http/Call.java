package online.speka.ledger.admin.http;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import online.speka.ledger.admin.operators.Operator;

/// One request of an operator.
///
/// @param path the variables of its path
/// @param idempotencyKey made by the client; there always is one where money moves
public record Call(
    Operator operator,
    Origin origin,
    Map<String, String> path,
    Query query,
    Fields body,
    Optional<String> idempotencyKey) {

  /// @param requestId names this request in answers, in the log and in the audit log
  /// @param address where it came from
  public record Origin(String requestId, String address) {}

  /// A variable of the path that names something.
  ///
  /// @throws AdminException with 404 if it can name nothing
  public <T> T id(String name, Function<String, T> reader) {
    String text = path.get(name);
    if (text == null) {
      throw new IllegalStateException("the path has no variable " + name);
    }
    try {
      return reader.apply(text);
    } catch (IllegalArgumentException e) {
      throw AdminException.notFound("There is no such " + name.replace('_', ' ') + ".");
    }
  }

  void requireAllRead() {
    query.requireAllRead();
    body.requireAllRead();
  }
}
