package online.speka.ledger.admin.resources;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import online.speka.contract.principal.TenantId;
import online.speka.contract.usage.MicroCredits;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Paged;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.books.Movement;
import online.speka.ledger.plans.Billing;
import online.speka.ledger.plans.Plan;
import online.speka.ledger.plans.PlanId;
import online.speka.ledger.plans.Plans;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/// Plans, and how organisations pay.
final class PlansResource implements Resource {

  private static final String PATH = "/plans";
  private static final String PLAN = "plan";
  private static final String BILLING = "billing";

  private final Plans plans;

  PlansResource(Plans plans) {
    this.plans = plans;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(PATH, this::list),
        Operation.money(HttpMethod.PUT, PATH + "/{" + PLAN + "}", "plan.define", this::define),
        Operation.money(
            HttpMethod.PATCH, Path.ONE_ORGANIZATION + "/funding", "funding.change", this::fund));
  }

  private Reply list(Call call) {
    return new Reply.Json(new Paged<>(plans.list().stream().map(View::of).toList(), null));
  }

  private Reply.Changed define(Call call) {
    PlanId id;
    try {
      id = new PlanId(call.id(PLAN, text -> text));
    } catch (IllegalArgumentException e) {
      throw AdminException.invalid(PLAN, String.valueOf(e.getMessage()));
    }
    Plan plan =
        new Plan(
            id,
            new MicroCredits(call.body().whole("allowance_micro_credits", 1, Movement.AMOUNT_MAX)));
    plans.define(plan);
    return new Reply.Changed(200, "plan:" + id, null, View.of(plan));
  }

  /// What is not said stays as it is; a plan of null is none.
  private Reply.Changed fund(Call call) {
    TenantId tenant = call.id(Path.ORGANIZATION, TenantId::new);
    Optional<Billing> billing = call.body().optional(BILLING, PlansResource::billing);
    boolean billed = billing.isEmpty() || plans.bill(tenant, billing.get());
    Optional<PlanId> plan = call.body().optional(PLAN, PlanId::new);
    boolean assigned = !call.body().has(PLAN) || plans.assign(tenant, plan);
    if (!billed || !assigned) {
      throw AdminException.notFound("There is no such organization or plan.");
    }
    return plans
        .balances(tenant)
        .map(
            funding ->
                new Reply.Changed(
                    200,
                    "organization:" + tenant.value(),
                    tenant.value(),
                    new Funding(
                        tenant.value(),
                        word(funding.billing()),
                        funding.plan().map(PlanId::value).orElse(null))))
        .orElseThrow(() -> AdminException.notFound("There is no such organization."));
  }

  private static Billing billing(String word) {
    return Stream.of(Billing.values())
        .filter(billing -> word(billing).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be postpaid or prepaid"));
  }

  static String word(Billing billing) {
    return billing.name().toLowerCase(Locale.ROOT);
  }

  private record View(String id, long allowanceMicroCredits) {
    static View of(Plan plan) {
      return new View(plan.id().value(), plan.allowance().value());
    }
  }

  private record Funding(String organization, String billing, @Nullable String plan) {}
}
