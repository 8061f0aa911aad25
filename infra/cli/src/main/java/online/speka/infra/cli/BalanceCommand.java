package online.speka.infra.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(name = "balance", description = "What an organisation has.")
final class BalanceCommand implements Runnable {

  private static final String MICROS = "balance_micro_credits";

  private final SpekaCommand speka;

  @Parameters(paramLabel = "ORG")
  private String organization = "";

  BalanceCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Override
  public void run() {
    JsonNode balance = speka.get("/organizations/" + SpekaCommand.part(organization) + "/balance");
    if (!speka.isJson() && balance instanceof ObjectNode object) {
      object.put("credits", Credits.text(object.path(MICROS).bigIntegerValue()));
    }
    speka.show(balance);
  }
}
