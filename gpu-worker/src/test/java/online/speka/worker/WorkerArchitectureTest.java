package online.speka.worker;

import online.speka.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class WorkerArchitectureTest {

  @Test
  void theWorkerKeepsTheRules() {
    ArchitectureRules.check("online.speka.worker");
  }
}
