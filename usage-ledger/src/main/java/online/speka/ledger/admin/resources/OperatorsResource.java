package online.speka.ledger.admin.resources;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.PageQuery;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.admin.operators.Operator;
import online.speka.ledger.admin.operators.OperatorId;
import online.speka.ledger.admin.operators.OperatorToken;
import online.speka.ledger.admin.operators.Operators;
import online.speka.ledger.admin.operators.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/// Tokens of operators. Nobody makes a token that may do more than their own.
final class OperatorsResource implements Resource {

  private static final String PATH = "/operators";

  private final Operators operators;
  private final SecureRandom random;

  OperatorsResource(Operators operators, SecureRandom random) {
    this.operators = operators;
    this.random = random;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(PATH, this::list),
        Operation.change(HttpMethod.POST, PATH, "operator.add", this::add),
        Operation.change(
            HttpMethod.POST,
            PATH + "/{" + Path.OPERATOR + "}/revoke",
            "operator.revoke",
            this::revoke));
  }

  private Reply list(Call call) {
    PageQuery page = call.query().page();
    List<Operator> found = operators.list(page.after(), page.rows());
    boolean hasMore = found.size() > page.limit();
    List<View> views =
        found.subList(0, Math.min(found.size(), page.limit())).stream()
            .map(operator -> View.of(operator, null))
            .toList();
    return new Reply.Json(call.query().paged(views, hasMore, View::id));
  }

  private Reply.Changed add(Call call) {
    String name = call.body().read("name", OperatorsResource::name);
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : call.body().texts("scopes", Scope.values().length)) {
      scopes.add(
          Scope.of(word)
              .orElseThrow(
                  () -> AdminException.invalid("scopes", "scopes are read, write and money")));
    }
    if (scopes.isEmpty()) {
      throw AdminException.missing("scopes");
    }
    if (!call.operator().scopes().containsAll(scopes)) {
      throw AdminException.invalid("scopes", "scopes must be among those of your own token");
    }
    OperatorToken token = OperatorToken.mint(random);
    Operator added =
        operators.add(token, name, scopes, call.operator().id(), call.body().instant("expires_at"));
    return changed(201, added, token.reveal());
  }

  private Reply.Changed revoke(Call call) {
    OperatorId id = call.id(Path.OPERATOR, OperatorId::new);
    return operators
        .revoke(id)
        .map(operator -> changed(200, operator, null))
        .orElseThrow(() -> AdminException.notFound("There is no such operator."));
  }

  private static Reply.Changed changed(int status, Operator operator, @Nullable String secret) {
    return new Reply.Changed(status, "operator:" + operator.id(), null, View.of(operator, secret));
  }

  private static String name(String text) {
    if (text.isBlank()
        || text.length() > Operator.NAME_LENGTH_MAX
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "must be 1 to " + Operator.NAME_LENGTH_MAX + " characters on one line");
    }
    return text;
  }

  /// @param secret the token; null whenever it is not new
  private record View(
      String id,
      String name,
      String displayPrefix,
      List<String> scopes,
      Instant createdAt,
      @Nullable String createdBy,
      @Nullable Instant expiresAt,
      @Nullable Instant revokedAt,
      @Nullable String secret) {

    static View of(Operator operator, @Nullable String secret) {
      Operator.Life life = operator.life();
      return new View(
          operator.id().value(),
          operator.name(),
          operator.displayPrefix(),
          operator.scopes().stream().map(Scope::word).toList(),
          life.createdAt(),
          life.createdBy() == null ? null : life.createdBy().value(),
          life.expiresAt(),
          life.revokedAt(),
          secret);
    }
  }
}
