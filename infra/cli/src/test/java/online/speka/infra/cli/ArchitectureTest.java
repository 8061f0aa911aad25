package online.speka.infra.cli;

import online.speka.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void theRulesHold() {
    ArchitectureRules.check("online.speka.infra.cli");
  }
}
