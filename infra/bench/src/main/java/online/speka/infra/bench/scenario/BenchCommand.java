package online.speka.infra.bench.scenario;

import java.nio.file.Path;
import java.util.function.LongSupplier;
import online.speka.infra.bench.stack.StackException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Chooses the scenario. Exit status: 0 measured, 1 errors or wrong bytes or no platform, 2 misuse.
@Command(
    name = "infra/bench/run",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "SCENARIO",
    description = "Measures the platform against floors taken in the same run.")
public final class BenchCommand {

  private static final int FAILED = 1;

  private BenchCommand() {}

  /// @param ticker nanoseconds of the machine's monotonic clock
  public static int execute(LongSupplier ticker, String... args) {
    Testbed.Folders folders =
        new Testbed.Folders(
            Path.of(System.getProperty("speka.root", ".")),
            Path.of(System.getProperty("bench.scratch", System.getProperty("java.io.tmpdir"))));
    return new CommandLine(new BenchCommand())
        .addSubcommand(new TtftCommand(folders, ticker))
        .addSubcommand(new SaturateCommand(folders, ticker))
        .addSubcommand(new StreamCommand(folders, ticker))
        .addSubcommand(new EventsCommand(folders, ticker))
        .addSubcommand(new MoneyCommand(folders, ticker))
        .addSubcommand(new RevocationsCommand(folders, ticker))
        .addSubcommand(new FloodCommand(folders, ticker))
        .addSubcommand(new ReportsCommand(folders, ticker))
        .addSubcommand(new SlowCommand(folders, ticker))
        .setExecutionExceptionHandler(
            (failure, _, _) -> {
              if (!(failure instanceof StackException)) {
                throw failure;
              }
              System.err.println("bench: " + failure.getMessage());
              return FAILED;
            })
        .execute(args);
  }
}
