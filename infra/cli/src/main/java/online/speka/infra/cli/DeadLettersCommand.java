package online.speka.infra.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "dead-letters",
    description = "Jobs that failed for good.",
    synopsisSubcommandLabel = "COMMAND")
final class DeadLettersCommand {

  private final SpekaCommand speka;

  DeadLettersCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Command(name = "list", description = "The newest.")
  void list(@Option(names = "--limit", defaultValue = "20", paramLabel = "N") int limit) {
    JsonNode letters = speka.get("/dead-letters?limit=" + limit);
    speka.table(
        letters.path("data").valueStream().toList(),
        "number",
        "buried_at",
        "job_id",
        "organization",
        "model",
        "reason",
        "obstacle");
  }

  @Command(name = "replay", description = "Accepts one again, under an id of its own.")
  void replay(@Parameters(paramLabel = "NUMBER") long number) {
    speka.show(speka.change("POST", "/dead-letters/" + number + "/replay", null));
  }
}
