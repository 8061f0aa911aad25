package online.speka.ledger.organizations;

import java.util.EnumSet;
import java.util.Set;

/// What a member may do in the organisation. Each role may do all that the next one may.
public enum Role {
  OWNER,
  ADMIN,
  MEMBER,
  VIEWER;

  public boolean may(Right right) {
    return rights().contains(right);
  }

  /// Whether it may give this role to somebody, or take it away. Nobody makes a member who may do
  /// more than they do.
  public boolean mayGrant(Role other) {
    return may(Right.CHANGE_MEMBERS) && compareTo(other) <= 0;
  }

  private Set<Right> rights() {
    return switch (this) {
      case OWNER -> EnumSet.allOf(Right.class);
      case ADMIN -> EnumSet.complementOf(EnumSet.of(Right.CHANGE_ORGANIZATION));
      case MEMBER -> EnumSet.of(Right.SEE_USAGE, Right.SEE_SETTINGS, Right.MAKE_KEYS);
      case VIEWER -> EnumSet.of(Right.SEE_USAGE, Right.SEE_SETTINGS);
    };
  }
}
