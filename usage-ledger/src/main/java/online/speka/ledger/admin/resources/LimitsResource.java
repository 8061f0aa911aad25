package online.speka.ledger.admin.resources;

import static online.speka.ledger.admin.resources.Refusals.done;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Fields;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.keys.ApiKeys;
import online.speka.ledger.keys.KeyInfo;
import online.speka.ledger.keys.LimitRule;
import online.speka.ledger.keys.LimitTarget;
import online.speka.ledger.keys.UsageLimits;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/// What organisations, projects and keys may use. Limits are read and written as a whole.
final class LimitsResource implements Resource {

  private static final String LIMITS = "/limits";

  private final UsageLimits limits;
  private final ApiKeys keys;

  LimitsResource(UsageLimits limits, ApiKeys keys) {
    this.limits = limits;
    this.keys = keys;
  }

  /// @param tenant whose it is; null if it does not exist
  private record Target(LimitTarget limited, String name, @Nullable String tenant) {}

  @Override
  public List<Operation> operations() {
    return Stream.of(
            of(Path.ONE_ORGANIZATION, LimitsResource::organization),
            of(ProjectsResource.ONE, LimitsResource::project),
            of(KeysResource.ONE, this::key))
        .flatMap(List::stream)
        .toList();
  }

  private List<Operation> of(String path, Function<Call, Target> target) {
    return List.of(
        Operation.get(
            path + LIMITS,
            call -> new Reply.Json(View.of(done(limits.get(target.apply(call).limited()))))),
        Operation.change(
            HttpMethod.PUT, path + LIMITS, "limits.set", call -> set(call, target.apply(call))));
  }

  private Reply.Changed set(Call call, Target target) {
    List<LimitRule> rules =
        call.body().objects("limits", UsageLimits.RULES_MAX).stream()
            .map(LimitsResource::rule)
            .toList();
    return new Reply.Changed(
        200, target.name(), target.tenant(), View.of(done(limits.set(target.limited(), rules))));
  }

  private static LimitRule rule(Fields fields) {
    return new LimitRule(
        fields.read("unit", LimitsResource::unit),
        fields.whole("amount", 1, Limit.AMOUNT_MAX),
        Duration.ofMillis(fields.optionalWhole("per_ms", 0, Limit.PER_MAX.toMillis()).orElse(0)),
        fields.optional("model", ModelId::new).orElse(null));
  }

  private static Target organization(Call call) {
    TenantId id = call.id(Path.ORGANIZATION, TenantId::new);
    return new Target(new LimitTarget.OfOrganization(id), "organization:" + id.value(), id.value());
  }

  private static Target project(Call call) {
    TenantId organization = call.id(Path.ORGANIZATION, TenantId::new);
    ProjectId id = call.id(Path.PROJECT, ProjectId::new);
    return new Target(
        new LimitTarget.OfProject(organization, id), "project:" + id, organization.value());
  }

  private Target key(Call call) {
    KeyId id = call.id(Path.KEY, KeyId::new);
    return new Target(
        new LimitTarget.OfKey(id),
        "key:" + id,
        keys.find(id).map(KeyInfo::organization).map(TenantId::value).orElse(null));
  }

  private static Limit.Unit unit(String word) {
    return Stream.of(Limit.Unit.values())
        .filter(unit -> word(unit).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("must be requests, tokens or parallel_requests"));
  }

  private static String word(Limit.Unit unit) {
    return unit.name().toLowerCase(Locale.ROOT);
  }

  private record View(List<Rule> limits) {
    static View of(List<LimitRule> rules) {
      return new View(rules.stream().map(Rule::of).toList());
    }
  }

  /// @param perMs the time in which used amounts flow back; 0 for parallel requests
  /// @param model null means all requests are counted
  private record Rule(String unit, long amount, long perMs, @Nullable String model) {
    static Rule of(LimitRule rule) {
      return new Rule(
          word(rule.unit()),
          rule.amount(),
          rule.per().toMillis(),
          rule.model() == null ? null : rule.model().value());
    }
  }
}
