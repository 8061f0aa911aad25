package online.speka.edge;

import online.speka.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void theHouseRulesHold() {
    ArchitectureRules.check("online.speka.edge");
  }
}
