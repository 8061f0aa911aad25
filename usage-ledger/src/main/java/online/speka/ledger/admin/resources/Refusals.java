package online.speka.ledger.admin.resources;

import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.organizations.Answer;
import online.speka.ledger.organizations.Refusal;

/// What the accounts refuse, as the door says it.
final class Refusals {

  private Refusals() {}

  /// @throws AdminException if nothing was done
  static <T> T done(Answer<T> answer) {
    return switch (answer) {
      case Answer.Done<T>(var value) -> value;
      case Answer.Refused<T>(var why) -> throw refused(why);
    };
  }

  private static AdminException refused(Refusal why) {
    return switch (why) {
      case NO_SUCH_ORGANIZATION, NO_SUCH_PROJECT, NO_SUCH_MEMBER, NO_SUCH_KEY ->
          AdminException.notFound(why.message());
      case NAME_TAKEN,
          ALREADY_MEMBER,
          LAST_OWNER,
          TOO_MANY_PROJECTS,
          TOO_MANY_MEMBERS,
          TOO_MANY_KEYS,
          KEY_REVOKED,
          KEY_EXPIRED,
          KEY_REPLACED ->
          AdminException.conflict(why.message());
    };
  }
}
