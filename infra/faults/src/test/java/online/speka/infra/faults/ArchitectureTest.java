package online.speka.infra.faults;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import online.speka.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final String ROOT = "online.speka.infra.faults";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void theCampaignObeysTheRulesOfTheHouse() {
    ArchitectureRules.packagesAreFreeOfCycles(ROOT).check(CLASSES);
    ArchitectureRules.decisionsKnowNoTechnology(ROOT).check(CLASSES);
    ArchitectureRules.clientLibrariesStayInAdapters(ROOT).check(CLASSES);
    ArchitectureRules.reactorStaysAtTheEdge(ROOT).check(CLASSES);
    ArchitectureRules.timeIsInjected(ROOT).check(CLASSES);
  }
}
