package online.speka.ledger.admin.resources;

import static online.speka.ledger.admin.resources.Refusals.done;

import java.time.Instant;
import java.util.List;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.organizations.Email;
import online.speka.ledger.organizations.Name;
import online.speka.ledger.organizations.Organization;
import online.speka.ledger.organizations.Organizations;
import org.springframework.http.HttpMethod;

/// Who pays.
final class OrganizationsResource implements Resource {

  private final Organizations organizations;

  OrganizationsResource(Organizations organizations) {
    this.organizations = organizations;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(Path.ORGANIZATIONS, this::list),
        Operation.change(HttpMethod.POST, Path.ORGANIZATIONS, "organization.create", this::create),
        Operation.get(Path.ONE_ORGANIZATION, this::find),
        Operation.change(
            HttpMethod.PATCH, Path.ONE_ORGANIZATION, "organization.rename", this::rename));
  }

  private Reply list(Call call) {
    return Lists.reply(call, organizations.list(Lists.paging(call)), View::of, View::id);
  }

  private Reply.Changed create(Call call) {
    Name name = call.body().read("name", Name::new);
    Email owner = call.body().optional("owner", Email::new).orElse(null);
    return changed(201, organizations.create(name, owner));
  }

  private Reply find(Call call) {
    return organizations
        .find(call.id(Path.ORGANIZATION, TenantId::new))
        .<Reply>map(found -> new Reply.Json(View.of(found)))
        .orElseThrow(() -> AdminException.notFound("There is no such organization."));
  }

  private Reply.Changed rename(Call call) {
    TenantId id = call.id(Path.ORGANIZATION, TenantId::new);
    return changed(200, done(organizations.rename(id, call.body().read("name", Name::new))));
  }

  private static Reply.Changed changed(int status, Organization organization) {
    String id = organization.id().value();
    return new Reply.Changed(status, "organization:" + id, id, View.of(organization));
  }

  private record View(String id, String name, Instant createdAt) {
    static View of(Organization organization) {
      return new View(
          organization.id().value(), organization.name().value(), organization.createdAt());
    }
  }
}
