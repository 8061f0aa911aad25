package online.speka.edge.limits;

import java.time.Duration;
import java.util.List;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.Limit;
import online.speka.contract.principal.Principal;
import online.speka.contract.wire.AdmissionCall.LimitUse;
import online.speka.contract.wire.RedisNames;

/// What a request takes of each limit, as Redis is asked about it.
final class LimitUses {
  private LimitUses() {}

  static List<LimitUse> of(Principal principal, List<Limit> limits, long tokens) {
    return limits.stream().map(limit -> of(principal, limit, tokens)).toList();
  }

  private static LimitUse of(Principal principal, Limit limit, long tokens) {
    String key = key(principal, limit);
    return switch (limit.unit()) {
      case REQUESTS -> new LimitUse(key, limit.amount(), limit.per(), 1, false);
      case TOKENS -> new LimitUse(key, limit.amount(), limit.per(), tokens, true);
      case PARALLEL_REQUESTS -> new LimitUse(key, limit.amount(), Duration.ZERO, 1, false);
    };
  }

  /// A limit that is changed begins anew: its amount is part of its name.
  static String key(Principal principal, Limit limit) {
    String shared =
        switch (limit.scope()) {
          case TENANT -> "tenant";
          case PROJECT -> "project:" + principal.project();
          case KEY -> "key:" + principal.key();
        };
    ModelId model = limit.model();
    String name =
        shared
            + (model == null ? "" : ":" + model.slug())
            + ":"
            + limit.unit()
            + ":"
            + limit.amount()
            + ":"
            + limit.per().toMillis();
    return RedisNames.limit(principal.tenant(), name);
  }
}
