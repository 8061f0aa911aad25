package online.speka.ledger;

import online.speka.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void theRulesHold() {
    ArchitectureRules.check("online.speka.ledger");
  }
}
