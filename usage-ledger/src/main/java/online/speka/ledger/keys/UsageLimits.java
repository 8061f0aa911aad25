package online.speka.ledger.keys;

import java.util.List;
import online.speka.ledger.organizations.Answer;

/// The limits of organisations, projects and keys. All that apply to a key hold, and the tightest
/// decides. Like [ApiKeys] it works in the caller's database transaction.
public interface UsageLimits {

  /// Of one target, whatever their models.
  int RULES_MAX = 10;

  Answer<List<LimitRule>> get(LimitTarget target);

  /// These, and no others, are the target's limits from now on.
  ///
  /// @throws online.speka.ledger.organizations.InvalidFieldException if there are too many, or two
  ///     that differ in nothing but their amount
  Answer<List<LimitRule>> set(LimitTarget target, List<LimitRule> rules);
}
