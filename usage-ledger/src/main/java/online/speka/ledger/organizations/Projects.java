package online.speka.ledger.organizations;

import java.util.Optional;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;

/// The projects of organisations. A project is for ever: what it used is told by its keys.
public interface Projects {

  int PROJECTS_MAX = 1_000;

  Answer<Project> create(TenantId organization, Name name);

  Optional<Project> find(TenantId organization, ProjectId id);

  Page<Project> list(TenantId organization, Paging paging);

  Answer<Project> rename(TenantId organization, ProjectId id, Name name);
}
