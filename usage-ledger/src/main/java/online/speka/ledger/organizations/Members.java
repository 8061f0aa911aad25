package online.speka.ledger.organizations;

import java.util.List;
import java.util.Optional;
import online.speka.contract.principal.TenantId;

/// The members of organisations. Whether who is asking may do this is asked of their [Role] first.
public interface Members {

  int MEMBERS_MAX = 1_000;

  Answer<Member> add(TenantId organization, Email email, Role role);

  Optional<Member> find(TenantId organization, Email email);

  /// Of the list, `after` is an e-mail address.
  Page<Member> list(TenantId organization, Paging paging);

  /// The organisations somebody is a member of, at most [#MEMBERS_MAX].
  List<Member> memberships(Email email);

  Answer<Member> changeRole(TenantId organization, Email email, Role role);

  /// @return the member who is none any more
  Answer<Member> remove(TenantId organization, Email email);
}
