package online.speka.infra.faults.checker;

import java.util.List;

/// One invariant, as far as a history can show it.
interface Rule {

  List<Violation> check(Story story);
}
