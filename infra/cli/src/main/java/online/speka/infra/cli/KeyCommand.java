package online.speka.infra.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keys. A secret is printed by the command that minted it, alone on the last line.
@Command(name = "key", description = "API keys.", synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {

  private static final String SECRET = "secret";

  private final SpekaCommand speka;

  KeyCommand(SpekaCommand speka) {
    this.speka = speka;
  }

  @Command(name = "mint", description = "Mints one. Its secret is shown this once.")
  void mint(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--org", required = true, paramLabel = "ORG") String organization,
      @Option(names = "--project", paramLabel = "PROJECT", description = "Else the default one.")
          @Nullable String project,
      @Option(names = "--model", paramLabel = "MODEL", description = "Opens only these.")
          @Nullable List<String> models,
      @Option(names = "--network", paramLabel = "CIDR", description = "Good only from there.")
          @Nullable List<String> networks,
      @Option(names = "--expires-at", paramLabel = "TIME", description = "As 2026-12-31T00:00:00Z.")
          @Nullable String expiresAt,
      @Option(names = "--test", description = "Begins with sk-speka-test-.") boolean test) {
    ObjectNode body = SpekaCommand.object().put("name", name).put("mode", test ? "test" : "live");
    body.put("project", project).put("expires_at", expiresAt);
    put(body, "models", models);
    put(body, "networks", networks);
    minted(speka.change("POST", path(organization), body));
  }

  @Command(name = "list", description = "Lists those of an organisation.")
  void list(@Option(names = "--org", required = true, paramLabel = "ORG") String organization) {
    speka.list(
        path(organization),
        "id",
        "name",
        "display_prefix",
        "state",
        "project",
        "expires_at",
        "last_used_at",
        "replaced_by");
  }

  @Command(name = "revoke", description = "Revokes one, for ever and everywhere.")
  void revoke(@Parameters(paramLabel = "KEY") String key) {
    show(speka.change("POST", one(key) + "/revoke", null));
  }

  @Command(name = "rotate", description = "Mints a successor. Its secret is shown this once.")
  void rotate(
      @Parameters(paramLabel = "KEY") String key,
      @Option(
              names = "--overlap-seconds",
              defaultValue = "0",
              paramLabel = "N",
              description = "How long both are good; 0 revokes the old one at once.")
          long overlapSeconds) {
    minted(
        speka.change(
            "POST",
            one(key) + "/rotate",
            SpekaCommand.object().put("overlap_seconds", overlapSeconds)));
  }

  private void minted(JsonNode key) {
    String secret = key.path(SECRET).asString("");
    if (speka.isJson()) {
      speka.show(key);
      return;
    }
    show(key);
    speka
        .out()
        .println(
            secret.isEmpty()
                ? "Its secret was shown before. If it is lost, revoke this key and mint another."
                : "\nKeep it now, it is not shown again:\n" + secret);
    speka.out().flush();
  }

  private void show(JsonNode key) {
    speka.show(
        speka.isJson() || !(key instanceof ObjectNode object)
            ? key
            : object.deepCopy().without(SECRET));
  }

  private static void put(ObjectNode body, String name, @Nullable List<String> values) {
    if (values != null) {
      values.forEach(body.putArray(name)::add);
    }
  }

  private static String path(String organization) {
    return "/organizations/" + SpekaCommand.part(organization) + "/keys";
  }

  private static String one(String key) {
    return "/keys/" + SpekaCommand.part(key);
  }
}
