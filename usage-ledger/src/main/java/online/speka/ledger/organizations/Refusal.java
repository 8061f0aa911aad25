package online.speka.ledger.organizations;

/// Why nothing was changed, although what was asked is well-formed.
public enum Refusal {
  NO_SUCH_ORGANIZATION("There is no such organization."),
  NO_SUCH_PROJECT("The organization has no such project."),
  NO_SUCH_MEMBER("The organization has no such member."),
  NO_SUCH_KEY("There is no such key."),
  NAME_TAKEN("Another project of the organization has this name."),
  ALREADY_MEMBER("The organization has this member already."),
  LAST_OWNER("An organization that has an owner always has one."),
  TOO_MANY_PROJECTS("The organization has as many projects as it can have."),
  TOO_MANY_MEMBERS("The organization has as many members as it can have."),
  TOO_MANY_KEYS("The project has as many keys in use as it can have."),
  KEY_REVOKED("The key has been revoked."),
  KEY_EXPIRED("The key has expired."),
  KEY_REPLACED("The key has been rotated before: rotate the key that took its place.");

  private final String message;

  Refusal(String message) {
    this.message = message;
  }

  /// For people.
  public String message() {
    return message;
  }
}
