package online.speka.infra.bench;

import online.speka.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void theBenchObeysTheRulesOfTheHouse() {
    ArchitectureRules.check("online.speka.infra.bench");
  }
}
