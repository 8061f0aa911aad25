package online.speka.ledger.organizations;

/// Something that not every member may do.
public enum Right {
  /// See what was used and what it cost.
  SEE_USAGE,
  /// See projects, members, limits, and keys without their secrets.
  SEE_SETTINGS,
  /// Mint, rename and rotate keys.
  MAKE_KEYS,
  /// Revoke keys, and change what they open.
  CHANGE_KEYS,
  /// Create and rename projects.
  CHANGE_PROJECTS,
  /// Set limits and budgets.
  CHANGE_LIMITS,
  /// Add and remove members, and change their roles, as far as [Role#mayGrant] goes.
  CHANGE_MEMBERS,
  /// See who did what.
  SEE_AUDIT,
  /// Rename the organisation and choose how it pays.
  CHANGE_ORGANIZATION
}
