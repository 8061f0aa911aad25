package online.speka.edge.funds;

import java.time.Duration;
import java.util.function.LongSupplier;
import online.speka.contract.wire.FundsGeneration;

/** An edge's memory of reservations, without the thread that tells Redis of it. */
public final class TestReservations {
  private TestReservations() {}

  /** No generation is known. */
  public static OpenReservations none() {
    return new OpenReservations(properties(1000), System::nanoTime);
  }

  public static OpenReservations open(long generation) {
    OpenReservations reservations = none();
    boolean _ = reservations.learn(new FundsGeneration(generation, FundsGeneration.State.OPEN));
    return reservations;
  }

  static OpenReservations with(int max, LongSupplier ticker) {
    return new OpenReservations(properties(max), ticker);
  }

  static FundsProperties properties(int max) {
    return new FundsProperties(
        Duration.ofMillis(500),
        Duration.ofMillis(10),
        Duration.ofSeconds(5),
        max,
        Duration.ofSeconds(2),
        Duration.ofSeconds(60));
  }
}
