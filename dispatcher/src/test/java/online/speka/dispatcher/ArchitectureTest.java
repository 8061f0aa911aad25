package online.speka.dispatcher;

import online.speka.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void theDispatcherKeepsTheRulesOfTheHouse() {
    ArchitectureRules.check("online.speka.dispatcher");
  }
}
