package online.speka.infra.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

@Command(name = "usage", description = "What was used.")
final class UsageCommand implements Runnable {

  private final SpekaCommand speka;

  @Option(names = "--org", paramLabel = "ORG", description = "Only of this one.")
  private @Nullable String organization;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "A whole hour; else a day before --to.")
  private @Nullable String from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "A whole hour; else the end of this one.")
  private @Nullable String to;

  @Option(
      names = "--step",
      defaultValue = "total",
      paramLabel = "STEP",
      description = "A row for each: total, hour, day or month.")
  private String step = "";

  @Option(
      names = "--by",
      defaultValue = "organization,model",
      paramLabel = "LIST",
      description = "Some of organization, project, key and model.")
  private String by = "";

  @Option(names = "--csv", description = "Print comma-separated values.")
  private boolean csv;

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
    if (organization != null) {
      query.add("organization=" + SpekaCommand.part(organization));
    }
    query.add("step=" + SpekaCommand.part(step));
    query.add("group_by=" + SpekaCommand.part(by));
    String question = "?" + String.join("&", query);
    if (csv) {
      speka.out().print(speka.<String>with(client -> client.text("/usage.csv" + question)));
      speka.out().flush();
      return;
    }
    JsonNode usage = speka.get("/usage" + question);
    speka.table(
        usage.path("rows").valueStream().toList(),
        "at",
        "organization",
        "project",
        "key",
        "model",
        "jobs",
        "prompt_tokens",
        "cached_prompt_tokens",
        "completion_tokens",
        "amount_micro_credits");
  }
}
