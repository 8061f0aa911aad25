package online.speka.infra.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "refund", description = "Gives back what a job was charged, or a part of it.")
final class RefundCommand implements Runnable {

  private final SpekaCommand speka;

  @Parameters(index = "0", paramLabel = "JOB")
  private String job = "";

  @Parameters(index = "1", paramLabel = "CREDITS", converter = Credits.Converter.class)
  private @Nullable Credits amount;

  @Option(names = "--reason", required = true, description = "For those who read the books later.")
  private String reason = "";

  RefundCommand(SpekaCommand speka) {
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
            "/jobs/" + SpekaCommand.part(job) + "/refunds",
            SpekaCommand.object()
                .put("amount_micro_credits", amount.micros())
                .put("reason", reason)));
  }
}
