package online.speka.infra.bench;

import online.speka.infra.bench.net.ClockConfiguration;
import online.speka.infra.bench.scenario.BenchCommand;

/// Starting point of `infra/bench/run`.
public final class BenchApplication {

  private BenchApplication() {}

  public static void main(String... args) {
    System.exit(BenchCommand.execute(ClockConfiguration.ticker(), args));
  }
}
