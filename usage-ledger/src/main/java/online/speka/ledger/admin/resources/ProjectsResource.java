package online.speka.ledger.admin.resources;

import static online.speka.ledger.admin.resources.Refusals.done;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.organizations.Name;
import online.speka.ledger.organizations.Project;
import online.speka.ledger.organizations.Projects;
import org.springframework.http.HttpMethod;

/// The parts of organisations.
final class ProjectsResource implements Resource {

  static final String PATH = Path.ONE_ORGANIZATION + "/projects";
  static final String ONE = PATH + "/{" + Path.PROJECT + "}";

  private final Projects projects;

  ProjectsResource(Projects projects) {
    this.projects = projects;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(PATH, this::list),
        Operation.change(HttpMethod.POST, PATH, "project.create", this::create),
        Operation.get(ONE, this::find),
        Operation.change(HttpMethod.PATCH, ONE, "project.rename", this::rename));
  }

  private Reply list(Call call) {
    return Lists.reply(
        call, projects.list(organization(call), Lists.paging(call)), View::of, View::id);
  }

  private Reply.Changed create(Call call) {
    Name name = call.body().read("name", Name::new);
    return changed(201, done(projects.create(organization(call), name)));
  }

  private Reply find(Call call) {
    return projects
        .find(organization(call), call.id(Path.PROJECT, ProjectId::new))
        .<Reply>map(found -> new Reply.Json(View.of(found)))
        .orElseThrow(() -> AdminException.notFound("The organization has no such project."));
  }

  private Reply.Changed rename(Call call) {
    ProjectId id = call.id(Path.PROJECT, ProjectId::new);
    Name name = call.body().read("name", Name::new);
    return changed(200, done(projects.rename(organization(call), id, name)));
  }

  private static TenantId organization(Call call) {
    return call.id(Path.ORGANIZATION, TenantId::new);
  }

  private static Reply.Changed changed(int status, Project project) {
    return new Reply.Changed(
        status, "project:" + project.id(), project.organization().value(), View.of(project));
  }

  /// @param isDefault whether keys that nobody put elsewhere live here
  private record View(
      String id,
      String organization,
      String name,
      @JsonProperty("is_default") boolean isDefault,
      Instant createdAt) {
    static View of(Project project) {
      return new View(
          project.id().value(),
          project.organization().value(),
          project.name().value(),
          project.isDefault(),
          project.createdAt());
    }
  }
}
