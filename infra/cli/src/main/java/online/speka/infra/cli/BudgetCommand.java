package online.speka.infra.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "budget",
    description = "Caps on what is spent.",
    synopsisSubcommandLabel = "COMMAND")
final class BudgetCommand {

  private final SpekaCommand speka;

  BudgetCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Command(name = "list", description = "Lists those of an organisation.")
  void list(@Option(names = "--org", required = true, paramLabel = "ORG") String organization) {
    speka.table(
        speka.get(path(organization)).path("data").valueStream().toList(),
        "id",
        "project",
        "key",
        "period",
        "amount_micro_credits",
        "spent_micro_credits");
  }

  @Command(name = "set", description = "Sets that of an organisation, a project or a key.")
  void set(
      @Option(names = "--org", required = true, paramLabel = "ORG") String organization,
      @Option(names = "--project", paramLabel = "PROJECT") @Nullable String project,
      @Option(names = "--key", paramLabel = "KEY") @Nullable String key,
      @Option(names = "--total", description = "For ever, and not for each month.") boolean total,
      @Parameters(paramLabel = "CREDITS", converter = Credits.Converter.class) Credits amount) {
    speka.show(
        speka.change(
            "PUT",
            path(organization),
            SpekaCommand.object()
                .put("project", project)
                .put("key", key)
                .put("period", total ? "total" : "month")
                .put("amount_micro_credits", amount.micros())));
  }

  @Command(name = "delete", description = "Deletes one.")
  void delete(
      @Option(names = "--org", required = true, paramLabel = "ORG") String organization,
      @Parameters(paramLabel = "BUDGET") String budget) {
    speka.show(speka.change("DELETE", path(organization) + "/" + SpekaCommand.part(budget), null));
  }

  private static String path(String organization) {
    return "/organizations/" + SpekaCommand.part(organization) + "/budgets";
  }
}
