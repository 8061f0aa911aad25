package online.speka.infra.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "bill", description = "Bills of jobs.", synopsisSubcommandLabel = "COMMAND")
final class BillCommand {

  private final SpekaCommand speka;

  BillCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Command(name = "explain", description = "Why a job cost what it cost.")
  void explain(
      @Parameters(paramLabel = "JOB", description = "Its id, or what its client was given.")
          String job) {
    speka.show(speka.get("/bills/" + SpekaCommand.part(job)));
  }
}
