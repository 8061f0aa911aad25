package online.speka.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule is shown to fail on what it forbids and to pass on what it wants, in packages planted
 * for that.
 */
class ArchitectureRulesTest {

  private static final String PLANTED = "online.speka.testkit.architecture.planted.";

  record Plant(String name, Function<String, ArchRule> rule, List<String> culprits) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Plant> plants() {
    return Stream.of(
        new Plant(
            "cycles",
            ArchitectureRules::packagesAreFreeOfCycles,
            List.of("intake.Intake", "handoff.Handoff")),
        new Plant(
            "pure",
            ArchitectureRules::decisionsKnowNoTechnology,
            List.of(
                "scheduling.SpringPicker",
                "flowcontrol.KafkaQueue",
                "admission.RedisLimiter",
                "batching.JdbcBatch",
                "batching.ReactiveBatch")),
        new Plant(
            "adapters",
            ArchitectureRules::clientLibrariesStayInAdapters,
            List.of("workers.WorkerRegistry", "workers.RedisOutcomes", "workers.Postings")),
        new Plant(
            "reactor", ArchitectureRules::reactorStaysAtTheEdge, List.of("publishing.FrameFlow")),
        new Plant(
            "blocking",
            ArchitectureRules::theEdgeNeverBlocks,
            List.of("streaming.Waiting.", "streaming.WaitingByReference", "streaming.Accounts")),
        new Plant(
            "time",
            ArchitectureRules::timeIsInjected,
            List.of(
                "lifecycle.Sleeper",
                "lifecycle.ClockReader",
                "lifecycle.ClockReference",
                "lifecycle.MillisReader",
                "lifecycle.NanosReader",
                "lifecycle.OwnClock",
                "lifecycle.DayReader")));
  }

  @ParameterizedTest
  @MethodSource("plants")
  void aPlantedViolationFailsWithTheCulpritAndTheReason(Plant plant) {
    String root = PLANTED + plant.name() + ".bad";
    ArchRule rule = plant.rule().apply(root);

    assertThatThrownBy(() -> rule.check(classesUnder(root)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(", because ")
        .satisfies(failure -> assertThat(failure.getMessage()).contains(plant.culprits()));
  }

  @ParameterizedTest
  @MethodSource("plants")
  void aCleanSiblingPasses(Plant plant) {
    String root = PLANTED + plant.name() + ".clean";

    plant.rule().apply(root).check(classesUnder(root));
  }

  @Test
  void aModuleIsCheckedAgainstTheRulesThatApplyToIt() {
    assertThat(ArchitectureRules.rulesFor("online.speka.edge"))
        .extracting(ArchRule::getDescription)
        .anyMatch(text -> text.startsWith("R7: the edge"))
        .noneMatch(text -> text.startsWith("R7: Reactor"));
    assertThat(ArchitectureRules.rulesFor("online.speka.worker"))
        .extracting(ArchRule::getDescription)
        .anyMatch(text -> text.startsWith("R7: Reactor"))
        .noneMatch(text -> text.startsWith("R7: the edge"));
  }

  @Test
  void aMistypedRootIsNotAPass() {
    assertThatThrownBy(() -> ArchitectureRules.check("online.speka.nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no classes under online.speka.nowhere");
  }

  private static JavaClasses classesUnder(String root) {
    JavaClasses classes = new ClassFileImporter().importPackages(root);
    assertThat(classes).isNotEmpty();
    return classes;
  }
}
