package online.speka.infra.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "topup", description = "Enters a payment of an organisation.")
final class TopUpCommand implements Runnable {

  private final SpekaCommand speka;

  @Parameters(index = "0", paramLabel = "ORG")
  private String organization = "";

  @Parameters(index = "1", paramLabel = "CREDITS", converter = Credits.Converter.class)
  private @Nullable Credits amount;

  @Option(
      names = "--reason",
      required = true,
      description = "For those who read the books later, as an invoice's number.")
  private String reason = "";

  TopUpCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Override
  public void run() {
    if (amount == null) {
      throw new IllegalStateException("picocli has not filled it in");
    }
    speka.show(
        speka.change(
            "POST",
            "/organizations/" + SpekaCommand.part(organization) + "/top-ups",
            SpekaCommand.object()
                .put("amount_micro_credits", amount.micros())
                .put("reason", reason)));
  }
}
