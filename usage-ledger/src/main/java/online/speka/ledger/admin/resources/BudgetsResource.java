package online.speka.ledger.admin.resources;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Fields;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Paged;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.budgets.Budget;
import online.speka.ledger.budgets.BudgetTerms;
import online.speka.ledger.budgets.Budgets;
import online.speka.ledger.budgets.Spender;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/// Caps on what organisations, projects and keys spend: of each at most one for a month and one for
/// ever.
final class BudgetsResource implements Resource {

  private static final String PATH = Path.ONE_ORGANIZATION + "/budgets";
  private static final String BUDGET = "budget";
  private static final String ALERTS = "alert_percents";

  private final Budgets budgets;

  BudgetsResource(Budgets budgets) {
    this.budgets = budgets;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(PATH, this::list),
        Operation.money(HttpMethod.PUT, PATH, "budget.set", this::set),
        Operation.money(
            HttpMethod.DELETE, PATH + "/{" + BUDGET + "}", "budget.delete", this::delete));
  }

  private Reply list(Call call) {
    List<View> views = budgets.list(organization(call)).stream().map(View::of).toList();
    return new Reply.Json(new Paged<>(views, null));
  }

  private Reply.Changed set(Call call) {
    Fields body = call.body();
    TenantId tenant = organization(call);
    Optional<String> project = body.optionalText(Path.PROJECT);
    Optional<String> key = body.optionalText(Path.KEY);
    if (project.isPresent() && key.isPresent()) {
      throw AdminException.invalid(Path.KEY, "a budget is of a project or of a key, not of both");
    }
    BudgetTerms terms =
        new BudgetTerms(
            Spender.of(tenant, project.orElse(null), key.orElse(null)),
            body.read("period", BudgetsResource::period),
            new MicroCredits(body.whole("amount_micro_credits", 0, BudgetTerms.AMOUNT_MAX)),
            alerts(body));
    return budgets
        .set(terms)
        .map(budget -> changed(tenant, budget.id(), View.of(budget)))
        .orElseThrow(
            () -> AdminException.notFound("There is no such organization, project or key."));
  }

  private Reply.Changed delete(Call call) {
    TenantId tenant = organization(call);
    String id = call.id(BUDGET, text -> text);
    if (!budgets.delete(tenant, id)) {
      throw AdminException.notFound("There is no such budget.");
    }
    return changed(tenant, id, new Deleted(id));
  }

  private static Reply.Changed changed(TenantId tenant, String id, Object body) {
    return new Reply.Changed(200, "budget:" + id, tenant.value(), body);
  }

  private static TenantId organization(Call call) {
    return call.id(Path.ORGANIZATION, TenantId::new);
  }

  private static List<Integer> alerts(Fields body) {
    List<Integer> percents = new ArrayList<>();
    for (long percent : body.wholes(ALERTS, BudgetTerms.ALERTS_MAX, 1, 100)) {
      percents.add((int) percent);
    }
    return percents;
  }

  private static BudgetTerms.Period period(String word) {
    return Stream.of(BudgetTerms.Period.values())
        .filter(period -> word(period).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be month or total"));
  }

  private static String word(BudgetTerms.Period period) {
    return period.name().toLowerCase(Locale.ROOT);
  }

  private record Deleted(String id) {}

  /// @param spentMicroCredits in the running month, or since there is this budget
  private record View(
      String id,
      String organization,
      @Nullable String project,
      @Nullable String key,
      String period,
      long amountMicroCredits,
      BigInteger spentMicroCredits,
      List<Integer> alertPercents,
      Instant createdAt) {

    static View of(Budget budget) {
      BudgetTerms terms = budget.terms();
      return new View(
          budget.id(),
          terms.spender().tenant().value(),
          terms.spender() instanceof Spender.Project(_, var project) ? project.value() : null,
          terms.spender() instanceof Spender.Key(_, var key) ? key.value() : null,
          word(terms.period()),
          terms.amount().value(),
          budget.spent(),
          terms.alertPercents(),
          budget.createdAt());
    }
  }
}
