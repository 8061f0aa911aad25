package online.speka.infra.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "audit", description = "Who did what, the latest first.")
final class AuditCommand implements Runnable {

  private final SpekaCommand speka;

  @Option(names = "--org", paramLabel = "ORG", description = "Only of this one.")
  private @Nullable String organization;

  @Option(names = "--limit", defaultValue = "20", paramLabel = "N", description = "1 to 100.")
  private int limit;

  AuditCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Override
  public void run() {
    String of = organization == null ? "" : "&organization=" + SpekaCommand.part(organization);
    speka.table(
        speka.get("/audit-log?limit=" + limit + of).path("data").valueStream().toList(),
        "at",
        "operator_name",
        "action",
        "target",
        "address",
        "request_id");
  }
}
