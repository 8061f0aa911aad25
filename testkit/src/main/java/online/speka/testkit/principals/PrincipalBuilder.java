package online.speka.testkit.principals;

import java.util.List;
import java.util.Set;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.Fund;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;

/** A principal that may do everything, for ever and without limits, but for what is said here. */
public final class PrincipalBuilder {

  private final TenantId tenant;
  private final KeyId key;
  private ProjectId project = new ProjectId("prj_1");
  private Access access = Access.UNRESTRICTED;
  private List<Limit> limits = List.of();
  private List<Fund> funds = List.of();
  private Principal.State state = Principal.State.ACTIVE;
  private long version = 1;

  private PrincipalBuilder(TenantId tenant, KeyId key) {
    this.tenant = tenant;
    this.key = key;
  }

  public static PrincipalBuilder principal(String tenant, String key) {
    return new PrincipalBuilder(new TenantId(tenant), new KeyId(key));
  }

  public PrincipalBuilder project(String id) {
    project = new ProjectId(id);
    return this;
  }

  public PrincipalBuilder access(Access given) {
    access = given;
    return this;
  }

  /** Only these models; none means all. */
  public PrincipalBuilder models(Set<ModelId> models) {
    return access(new Access(models, Set.of(), null, List.of()));
  }

  public PrincipalBuilder limits(Limit... given) {
    limits = List.of(given);
    return this;
  }

  public PrincipalBuilder funds(Fund... given) {
    funds = List.of(given);
    return this;
  }

  public PrincipalBuilder state(Principal.State given) {
    state = given;
    return this;
  }

  public PrincipalBuilder version(long given) {
    version = given;
    return this;
  }

  public Principal build() {
    return new Principal(tenant, project, key, access, limits, funds, state, version);
  }
}
