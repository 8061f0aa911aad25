package online.speka.testkit.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.util.Set;

/**
 * Uses of methods, whether called or referred to: {@code Instant::now} reads the clock as {@code
 * Instant.now()} does.
 */
final class Calls {

  private static final Set<String> CLOCK_FACTORIES =
      Set.of(
          "system", "systemUTC", "systemDefaultZone", "tickMillis", "tickSeconds", "tickMinutes");

  private static final Set<String> BLOCKING_OPERATORS =
      Set.of(
          "block",
          "blockOptional",
          "blockFirst",
          "blockLast",
          "toIterable",
          "toStream",
          "toFuture");

  /** {@code now(clock)} takes a parameter and is what is wanted. */
  static final DescribedPredicate<CodeUnitAccessTarget> OF_THE_MACHINES_CLOCK =
      DescribedPredicate.describe("sleep or read the machine's clock", Calls::isOfTheMachinesClock);

  static final DescribedPredicate<CodeUnitAccessTarget> BLOCKING_REACTOR =
      DescribedPredicate.describe(
          "block on a publisher",
          target ->
              target.getOwner().getPackageName().startsWith("reactor.core")
                  && BLOCKING_OPERATORS.contains(target.getName()));

  private Calls() {}

  private static boolean isOfTheMachinesClock(CodeUnitAccessTarget target) {
    String owner = target.getOwner().getFullName();
    String name = target.getName();
    return switch (owner) {
      case "java.lang.Thread", "java.util.concurrent.TimeUnit" -> name.equals("sleep");
      case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
      case "java.time.Clock", "java.time.InstantSource" -> CLOCK_FACTORIES.contains(name);
      case "java.util.Date" -> name.equals("<init>") && target.getRawParameterTypes().isEmpty();
      default -> owner.startsWith("java.time.") && name.equals("now") && !takesAClock(target);
    };
  }

  private static boolean takesAClock(CodeUnitAccessTarget target) {
    return target.getRawParameterTypes().stream()
        .anyMatch(type -> type.isEquivalentTo(Clock.class));
  }

  static ArchCondition<JavaClass> to(DescribedPredicate<CodeUnitAccessTarget> target) {
    return new ArchCondition<>(target.getDescription()) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
          if (target.test(access.getTarget())) {
            events.add(SimpleConditionEvent.satisfied(access, access.getDescription()));
          }
        }
      }
    };
  }
}
