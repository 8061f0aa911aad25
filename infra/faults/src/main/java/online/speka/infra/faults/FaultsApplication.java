package online.speka.infra.faults;

import java.nio.file.Path;
import online.speka.infra.bench.net.ClockConfiguration;
import online.speka.infra.bench.stack.StackException;
import online.speka.infra.faults.campaign.RunCommand;
import picocli.CommandLine;

/// Starting point of `infra/faults/run`.
public final class FaultsApplication {

  private static final int FAILED = 1;

  private FaultsApplication() {}

  public static void main(String... args) {
    Path root = Path.of(System.getProperty("speka.root", "."));
    RunCommand.Folders folders =
        new RunCommand.Folders(
            root,
            Path.of(System.getProperty("faults.scratch", System.getProperty("java.io.tmpdir"))),
            root.resolve("infra/faults/target/histories"));
    RunCommand command =
        new RunCommand(folders, ClockConfiguration.ticker(), FaultsClockConfiguration.clock());
    System.exit(
        new CommandLine(command)
            .setExecutionExceptionHandler(
                (failure, _, _) -> {
                  if (!(failure instanceof StackException)) {
                    throw failure;
                  }
                  System.err.println("faults: " + failure.getMessage());
                  return FAILED;
                })
            .execute(args));
  }
}
