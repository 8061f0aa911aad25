package online.speka.ledger.admin.resources;

/// Names in paths, and their variables.
final class Path {

  static final String ORGANIZATION = "organization";
  static final String PROJECT = "project";
  static final String MEMBER = "member";
  static final String KEY = "key";
  static final String OPERATOR = "operator";

  static final String ORGANIZATIONS = "/organizations";
  static final String ONE_ORGANIZATION = ORGANIZATIONS + "/{" + ORGANIZATION + "}";

  private Path() {}
}
