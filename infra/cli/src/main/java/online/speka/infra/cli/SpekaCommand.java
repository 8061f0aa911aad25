package online.speka.infra.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// All commands, and what is common to them. Exit status: 0 done, 1 not done or books that are
/// wrong, 2 misuse.
@Command(
    name = "speka",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Runs a Speka installation: organisations, keys, money and reports.")
final class SpekaCommand {

  static final int FAILED = 1;

  private static final int PAGES_MAX = 1_000;
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> environment;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--server",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The admin API; or SPEKA_ADMIN_URL.")
  private @Nullable String server;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = "Holds an operator's token; or SPEKA_ADMIN_TOKEN.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--data",
      paramLabel = "DIRECTORY",
      scope = ScopeType.INHERIT,
      description = "Of a local start, whose ready.json says both; .speka if nothing else is said.")
  private @Nullable Path data;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print what the API answers instead of a table.")
  private boolean json;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      scope = ScopeType.INHERIT,
      description = "To try again what may have been done: the key of the first try.")
  private @Nullable String idempotencyKey;

  private SpekaCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  static int execute(Map<String, String> environment, String... arguments) {
    return commandLine(environment).execute(arguments);
  }

  static CommandLine commandLine(Map<String, String> environment) {
    SpekaCommand speka = new SpekaCommand(environment);
    CommandLine line =
        new CommandLine(speka)
            .addSubcommand(new OrgCommand(speka))
            .addSubcommand(new ProjectCommand(speka))
            .addSubcommand(new KeyCommand(speka))
            .addSubcommand(new TopUpCommand(speka))
            .addSubcommand(new RefundCommand(speka))
            .addSubcommand(new BalanceCommand(speka))
            .addSubcommand(new UsageCommand(speka))
            .addSubcommand(new BillCommand(speka))
            .addSubcommand(new PriceCommand(speka))
            .addSubcommand(new BudgetCommand(speka))
            .addSubcommand(new LedgerCommand(speka))
            .addSubcommand(new DeadLettersCommand(speka))
            .addSubcommand(new AuditCommand(speka));
    return line.setExecutionExceptionHandler(
        (failure, command, _) -> {
          if (!(failure instanceof CliException)) {
            throw failure;
          }
          command.getErr().println("speka: " + failure.getMessage());
          return FAILED;
        });
  }

  <T> T with(Function<AdminClient, T> work) {
    try (AdminClient client = new AdminClient(Access.find(server, tokenFile, data, environment))) {
      return work.apply(client);
    }
  }

  JsonNode get(String path) {
    return with(client -> client.get(path));
  }

  JsonNode change(String method, String path, @Nullable JsonNode body) {
    String key = idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    return with(client -> client.change(method, path, body, key));
  }

  /// All of a list, piece by piece, as a table of these fields.
  void list(String path, String... fields) {
    List<JsonNode> rows = new ArrayList<>();
    String start = path + (path.contains("?") ? "&" : "?") + "limit=100";
    with(
        client -> {
          String next = start;
          for (int page = 0; page < PAGES_MAX && next != null; page++) {
            JsonNode piece = client.get(next);
            piece.path("data").forEach(rows::add);
            JsonNode cursor = piece.path("next_cursor");
            next = cursor.isString() ? start + "&cursor=" + cursor.stringValue() : null;
          }
          return rows;
        });
    table(rows, fields);
  }

  void table(List<JsonNode> rows, String... fields) {
    if (json) {
      rows.forEach(this::print);
    } else {
      out().print(Table.of(rows, List.of(fields)));
      out().flush();
    }
  }

  void show(JsonNode object) {
    if (json) {
      print(object);
    } else {
      out().print(Table.of(object));
      out().flush();
    }
  }

  boolean isJson() {
    return json;
  }

  PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not filled it in");
    }
    return spec.commandLine().getOut();
  }

  private void print(JsonNode object) {
    out().println(object);
    out().flush();
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /// A part of a path.
  static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
