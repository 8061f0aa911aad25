package online.speka.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.api.Test;

/** infra/services stands below testkit and cannot check itself. */
class InfraServicesTest {

  private static final String ROOT = "online.speka.infra.services";

  @Test
  void itsPackagesAreFreeOfCyclesAndItsClientsStayInAdapters() {
    JavaClasses classes = ModuleClasses.under(ROOT);

    ArchitectureRules.packagesAreFreeOfCycles("online.speka.infra").check(classes);
    ArchitectureRules.packagesAreFreeOfCycles(ROOT).check(classes);
    ArchitectureRules.clientLibrariesStayInAdapters(ROOT).check(classes);
    ArchitectureRules.reactorStaysAtTheEdge(ROOT).check(classes);
  }
}
