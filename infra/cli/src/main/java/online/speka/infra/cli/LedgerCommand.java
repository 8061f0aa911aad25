package online.speka.infra.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

@Command(name = "ledger", description = "The books.", synopsisSubcommandLabel = "COMMAND")
final class LedgerCommand {

  private final SpekaCommand speka;

  LedgerCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Command(name = "verify", description = "Whether they are right; exit status 1 if not.")
  int verify() {
    JsonNode check = speka.get("/ledger/check");
    speka.show(check);
    return check.path("balanced").asBoolean(false) ? 0 : SpekaCommand.FAILED;
  }
}
