package online.speka.infra.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(name = "usage", description = "What was used, by organisation and model.")
final class UsageCommand implements Runnable {

  private final SpekaCommand speka;

  @Option(names = "--org", paramLabel = "ORG", description = "Only of this one.")
  private @Nullable String organization;

  @Option(names = "--from", paramLabel = "TIME", description = "Inclusive; else a day before --to.")
  private @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Exclusive; else now.")
  private @Nullable String to;

  UsageCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Override
  public void run() {
    List<String> query = new ArrayList<>();
    if (from != null) {
      query.add("from=" + SpekaCommand.part(from));
    }
    if (to != null) {
      query.add("to=" + SpekaCommand.part(to));
    }
    List<JsonNode> rows = new ArrayList<>();
    JsonNode usage = speka.get("/usage?" + String.join("&", query));
    for (JsonNode row : usage.path("rows")) {
      if (organization == null || row.path("tenant").asString("").equals(organization)) {
        rows.add(row);
      }
    }
    speka.table(
        rows,
        "tenant",
        "model",
        "jobs",
        "prompt_tokens",
        "cached_prompt_tokens",
        "completion_tokens",
        "amount_micro_credits");
  }
}
