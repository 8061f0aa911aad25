package online.speka.infra.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "price",
    description = "Prices of models, in micro-credits per million tokens.",
    synopsisSubcommandLabel = "COMMAND")
final class PriceCommand {

  private final SpekaCommand speka;

  PriceCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Command(name = "list", description = "Those in force, or every version of one model.")
  void list(@Option(names = "--model", paramLabel = "MODEL") @Nullable String model) {
    speka.table(
        speka
            .get("/prices" + (model == null ? "" : "?model=" + SpekaCommand.part(model)))
            .path("data")
            .valueStream()
            .toList(),
        "model",
        "prompt",
        "cached_prompt",
        "completion",
        "reasoning",
        "valid_from",
        "source",
        "by");
  }

  @Command(name = "set", description = "Sets one, for jobs submitted from a moment on.")
  void set(
      @Parameters(paramLabel = "MODEL") String model,
      @Option(names = "--prompt", required = true) long prompt,
      @Option(names = "--cached-prompt", required = true) long cachedPrompt,
      @Option(names = "--completion", required = true) long completion,
      @Option(names = "--valid-from", paramLabel = "TIME", description = "Else as soon as can be.")
          @Nullable String validFrom,
      @Option(names = "--reason", required = true) String reason) {
    speka.show(
        speka.change(
            "POST",
            "/prices",
            SpekaCommand.object()
                .put("model", model)
                .put("prompt", prompt)
                .put("cached_prompt", cachedPrompt)
                .put("completion", completion)
                .put("valid_from", validFrom)
                .put("reason", reason)));
  }
}
