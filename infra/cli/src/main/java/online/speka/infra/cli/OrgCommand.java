package online.speka.infra.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "org",
    description = "Organisations: who pays.",
    synopsisSubcommandLabel = "COMMAND")
final class OrgCommand {

  private final SpekaCommand speka;

  OrgCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Command(name = "create", description = "Creates one, with a default project.")
  void create(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--owner", paramLabel = "EMAIL", description = "Its first member.")
          @Nullable String owner) {
    ObjectNode body = SpekaCommand.object().put("name", name);
    if (owner != null) {
      body.put("owner", owner);
    }
    speka.show(speka.change("POST", "/organizations", body));
  }

  @Command(name = "list", description = "Lists all.")
  void list() {
    speka.list("/organizations", "id", "name", "created_at");
  }
}
