package online.speka.ledger.admin.http;

import static org.springframework.web.servlet.function.RequestPredicates.method;
import static org.springframework.web.servlet.function.RequestPredicates.path;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import online.speka.ledger.admin.operators.Operator;
import online.speka.ledger.admin.records.Answers;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RequestPredicate;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/// From a request to the operation it asks for, and back.
final class AdminRoutes {

  static final String ROOT = "/admin/v1";

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private final List<Operation> operations;
  private final Changes changes;
  private final JsonMapper json;

  AdminRoutes(List<Operation> operations, Changes changes, JsonMapper json) {
    this.operations = List.copyOf(operations);
    this.changes = changes;
    this.json = json;
  }

  /// Nothing of it answers but to an operator who has come in through [AdminFilter].
  RouterFunction<ServerResponse> routes() {
    RequestPredicate isIn = request -> request.attribute(AdminFilter.OPERATOR).isPresent();
    RouterFunctions.Builder routes = RouterFunctions.route();
    Map<String, Set<HttpMethod>> methods = new LinkedHashMap<>();
    for (Operation operation : operations) {
      routes.route(
          method(operation.method()).and(path(ROOT + operation.path())).and(isIn),
          request -> answer(operation, request));
      methods.computeIfAbsent(operation.path(), _ -> new LinkedHashSet<>()).add(operation.method());
    }
    methods.forEach(
        (path, allowed) ->
            routes.route(path(ROOT + path).and(isIn), _ -> methodNotAllowed(allowed)));
    routes.route(
        path("/admin/**").and(isIn), _ -> AdminErrors.response(AdminException.unknownUrl(), json));
    return routes.onError(Throwable.class, (e, _) -> AdminErrors.response(e, json)).build();
  }

  private ServerResponse methodNotAllowed(Set<HttpMethod> allowed) {
    return AdminErrors.response(AdminException.methodNotAllowed(), json, allowed);
  }

  private ServerResponse answer(Operation operation, ServerRequest request) throws IOException {
    Operator operator = (Operator) request.attribute(AdminFilter.OPERATOR).orElseThrow();
    if (!operator.may(operation.effect().scope())) {
      throw AdminException.forbidden(
          "This needs a token with the scope " + operation.effect().scope().word() + ".");
    }
    Request body = Request.read(request);
    Call call = call(operation, operator, request, body);
    return switch (operation.effect()) {
      case Operation.Effect.Read read -> {
        Reply reply = read.reader().apply(call);
        call.requireAllRead();
        yield write(reply);
      }
      case Operation.Effect.Change change -> write(changes.make(change, call, body));
    };
  }

  private static Call call(
      Operation operation, Operator operator, ServerRequest request, Request body) {
    Optional<String> key =
        operation.effect() instanceof Operation.Effect.Change
            ? idempotencyKey(request)
            : Optional.empty();
    if (key.isEmpty() && operation.needsIdempotencyKey()) {
      throw AdminException.invalid(
          IDEMPOTENCY_KEY,
          "Send an Idempotency-Key header: a new one for each movement, the same for a repetition");
    }
    return new Call(
        operator,
        new Call.Origin(
            (String) request.attribute(AdminFilter.REQUEST_ID).orElseThrow(),
            request.servletRequest().getRemoteAddr()),
        request.pathVariables(),
        new Query(request.params(), request.path()),
        new Fields(body.body()),
        key);
  }

  private static Optional<String> idempotencyKey(ServerRequest request) {
    List<String> values = request.headers().header(IDEMPOTENCY_KEY);
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String key = values.getFirst();
    if (values.size() > 1
        || key.isBlank()
        || key.length() > Answers.KEY_LENGTH_MAX
        || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw AdminException.invalid(
          IDEMPOTENCY_KEY,
          "Idempotency-Key must be 1 to " + Answers.KEY_LENGTH_MAX + " visible ASCII characters");
    }
    return Optional.of(key);
  }

  private ServerResponse write(Reply reply) {
    return switch (reply) {
      case Reply.Json(var body) ->
          ServerResponse.ok()
              .contentType(MediaType.APPLICATION_JSON)
              .body(json.writeValueAsBytes(body));
      case Reply.Csv(var text, var fileName) ->
          ServerResponse.ok()
              .contentType(CSV)
              .header("Content-Disposition", "attachment; filename=\"" + fileName + "\"")
              .body(text.getBytes(StandardCharsets.UTF_8));
      case Reply.Changed _ -> throw new IllegalStateException("a read has changed something");
    };
  }

  private static ServerResponse write(Changes.Made made) {
    return ServerResponse.status(made.status())
        .contentType(MediaType.APPLICATION_JSON)
        .headers(
            headers -> {
              if (made.replayed()) {
                headers.add("Idempotency-Replayed", "true");
              }
            })
        .body(made.body().getBytes(StandardCharsets.UTF_8));
  }
}
