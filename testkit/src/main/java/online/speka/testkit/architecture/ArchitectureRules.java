package online.speka.testkit.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Arrays;
import java.util.List;

/**
 * R4 to R8 of CONTRIBUTING.md, each for the package root of one module. A module checks itself in
 * one line: {@code ArchitectureRules.check("online.speka.dispatcher")}.
 *
 * <p>R1 and R2 are the enforcer's in the poms, R9 is the compiler's.
 */
public final class ArchitectureRules {

  private static final String EDGE = "online.speka.edge";

  /** Packages that decide; see {@link #decisionsKnowNoTechnology}. */
  private static final List<String> PURE =
      List.of("admission", "flowcontrol", "scheduling", "batching");

  private static final String[] KAFKA = {"org.apache.kafka..", "org.springframework.kafka.."};
  private static final String[] REDIS = {"io.lettuce..", "org.springframework.data.redis.."};
  private static final String[] JDBC = {
    "java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.postgresql.."
  };
  private static final String[] REACTOR = {"reactor..", "org.reactivestreams.."};
  private static final String[] SPRING = {"org.springframework.."};

  private static final String SETTINGS_ANNOTATION =
      "org.springframework.boot.context.properties.ConfigurationProperties";

  private static final DescribedPredicate<JavaClass> BOUND_SETTINGS =
      DescribedPredicate.describe(
          "bound settings",
          type ->
              type.isAnnotatedWith(SETTINGS_ANNOTATION)
                  || type.getEnclosingClass()
                      .filter(outer -> outer.isAnnotatedWith(SETTINGS_ANNOTATION))
                      .isPresent());

  private ArchitectureRules() {}

  /** Checks the main classes under the root against every rule that applies to it. */
  public static void check(String root) {
    JavaClasses classes = ModuleClasses.under(root);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException(
          "no classes under " + root + ", so nothing would be checked");
    }
    rulesFor(root).forEach(rule -> rule.check(classes));
  }

  static List<ArchRule> rulesFor(String root) {
    return List.of(
        packagesAreFreeOfCycles(root),
        decisionsKnowNoTechnology(root),
        clientLibrariesStayInAdapters(root),
        root.equals(EDGE) ? theEdgeNeverBlocks(root) : reactorStaysAtTheEdge(root),
        timeIsInjected(root));
  }

  /** R4. */
  public static ArchRule packagesAreFreeOfCycles(String root) {
    return slices()
        .matching(root + ".(*)..")
        .should()
        .beFreeOfCycles()
        .as("R4: the packages of " + root + " should be free of cycles")
        .because("a package is a step of the request, and steps that need each other are one step")
        .allowEmptyShould(true);
  }

  /**
   * R5. Wiring and bound settings may use Spring: they stand beside the decisions and take no part
   * in them.
   */
  public static ArchRule decisionsKnowNoTechnology(String root) {
    String[] pure = PURE.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
    ArchRule noClients =
        noClasses()
            .that()
            .resideInAnyPackage(pure)
            .and()
            .haveNameNotMatching(wiringNames())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(all(KAFKA, REDIS, JDBC, REACTOR));
    ArchRule noSpring =
        noClasses()
            .that()
            .resideInAnyPackage(pure)
            .and()
            .haveNameNotMatching(wiringNames())
            .and(DescribedPredicate.not(BOUND_SETTINGS))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SPRING);
    return together(
        "R5: classes in " + PURE + " should know no Spring, Kafka, Redis, JDBC or Reactor",
        "decisions are pure functions of state, event and time, tested in virtual time",
        noClients,
        noSpring);
  }

  /** R6. */
  public static ArchRule clientLibrariesStayInAdapters(String root) {
    return together(
        "R6: a client library should be used only by classes named for it",
        "a new client version, or another product, must be a change in a few files with telling names",
        onlyNamed(root, "Kafka", KAFKA),
        onlyNamed(root, "Redis", REDIS),
        onlyNamed(root, "Jdbc", JDBC));
  }

  /** R7, for all modules but the edge. */
  public static ArchRule reactorStaysAtTheEdge(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(REACTOR)
        .as("R7: Reactor should be used in api-edge only")
        .because("everywhere else plain blocking code on virtual threads is simpler and as fast")
        .allowEmptyShould(true);
  }

  /** R7, for the edge. */
  public static ArchRule theEdgeNeverBlocks(String root) {
    ArchRule noBlocking =
        noClasses().that().resideInAPackage(root + "..").should(Calls.to(Calls.BLOCKING_REACTOR));
    ArchRule noJdbc =
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .should(dependOnClassesThat(JavaClass.Predicates.resideInAnyPackage(JDBC)));
    return together(
        "R7: the edge should neither block nor use JDBC",
        "one blocked event loop stalls every stream on it",
        noBlocking,
        noJdbc);
  }

  /** R8. */
  public static ArchRule timeIsInjected(String root) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .haveNameNotMatching(wiringNames())
        .should(Calls.to(Calls.OF_THE_MACHINES_CLOCK))
        .as("R8: nobody should sleep or read the machine's clock outside of a *Configuration")
        .because(
            "an InstantSource or a ticker that is passed in lets a test decide what time it is")
        .allowEmptyShould(true);
  }

  private static ArchRule onlyNamed(String root, String prefix, String[] library) {
    return noClasses()
        .that()
        .resideInAPackage(root + "..")
        .and()
        .haveNameNotMatching(".*\\." + prefix + "\\w*(\\$.*)?")
        .and()
        .haveNameNotMatching(wiringNames())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(library);
  }

  private static String wiringNames() {
    return ".*\\.\\w+Configuration(\\$.*)?";
  }

  private static String[] all(String[]... packages) {
    return Arrays.stream(packages).flatMap(Arrays::stream).toArray(String[]::new);
  }

  private static ArchRule together(String description, String reason, ArchRule... rules) {
    CompositeArchRule composite = CompositeArchRule.of(rules[0].allowEmptyShould(true));
    for (int i = 1; i < rules.length; i++) {
      composite = composite.and(rules[i].allowEmptyShould(true));
    }
    return composite.as(description).because(reason);
  }
}
