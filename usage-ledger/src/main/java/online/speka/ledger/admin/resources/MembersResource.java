package online.speka.ledger.admin.resources;

import static online.speka.ledger.admin.resources.Refusals.done;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.organizations.Email;
import online.speka.ledger.organizations.Member;
import online.speka.ledger.organizations.Members;
import online.speka.ledger.organizations.Role;
import org.springframework.http.HttpMethod;

/// The people of organisations. An operator may give any role.
final class MembersResource implements Resource {

  private static final String PATH = Path.ONE_ORGANIZATION + "/members";
  private static final String ONE = PATH + "/{" + Path.MEMBER + "}";

  private final Members members;

  MembersResource(Members members) {
    this.members = members;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(PATH, this::list),
        Operation.change(HttpMethod.POST, PATH, "member.add", this::add),
        Operation.change(HttpMethod.PATCH, ONE, "member.change_role", this::changeRole),
        Operation.change(HttpMethod.DELETE, ONE, "member.remove", this::remove));
  }

  private Reply list(Call call) {
    return Lists.reply(
        call, members.list(organization(call), Lists.paging(call)), View::of, View::email);
  }

  private Reply.Changed add(Call call) {
    Email email = call.body().read("email", Email::new);
    return changed(201, done(members.add(organization(call), email, role(call))));
  }

  private Reply.Changed changeRole(Call call) {
    return changed(200, done(members.changeRole(organization(call), email(call), role(call))));
  }

  private Reply.Changed remove(Call call) {
    return changed(200, done(members.remove(organization(call), email(call))));
  }

  private static TenantId organization(Call call) {
    return call.id(Path.ORGANIZATION, TenantId::new);
  }

  private static Email email(Call call) {
    return call.id(Path.MEMBER, Email::new);
  }

  private static Role role(Call call) {
    return call.body().read("role", MembersResource::role);
  }

  private static Role role(String word) {
    return Stream.of(Role.values())
        .filter(role -> word(role).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be owner, admin, member or viewer"));
  }

  private static String word(Role role) {
    return role.name().toLowerCase(Locale.ROOT);
  }

  private static Reply.Changed changed(int status, Member member) {
    return new Reply.Changed(
        status, "member:" + member.email(), member.organization().value(), View.of(member));
  }

  private record View(String organization, String email, String role, Instant since) {
    static View of(Member member) {
      return new View(
          member.organization().value(),
          member.email().value(),
          word(member.role()),
          member.since());
    }
  }
}
