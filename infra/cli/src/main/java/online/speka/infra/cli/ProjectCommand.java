package online.speka.infra.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "project",
    description = "Projects: parts of organisations.",
    synopsisSubcommandLabel = "COMMAND")
final class ProjectCommand {

  private final SpekaCommand speka;

  ProjectCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Command(name = "create", description = "Creates one.")
  void create(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--org", required = true, paramLabel = "ORG") String organization) {
    speka.show(speka.change("POST", path(organization), SpekaCommand.object().put("name", name)));
  }

  @Command(name = "list", description = "Lists those of an organisation.")
  void list(@Option(names = "--org", required = true, paramLabel = "ORG") String organization) {
    speka.list(path(organization), "id", "name", "is_default", "created_at");
  }

  private static String path(String organization) {
    return "/organizations/" + SpekaCommand.part(organization) + "/projects";
  }
}
