package online.speka.contract;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "online.speka.contract",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ContractArchitectureTest {

  @ArchTest
  static final ArchRule JACKSON_STAYS_IN_WIRE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..contract.wire..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
          .because("R1: the values of the contract do not depend on how they are written down");

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices()
          .matching("online.speka.contract.(*)..")
          .should()
          .beFreeOfCycles()
          .because("R4: a package that needs another which needs it is one package");
}
