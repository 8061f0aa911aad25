package online.speka.ledger;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import online.speka.contract.job.JobId;
import online.speka.ledger.admin.http.AdminPort;
import online.speka.testkit.services.PostgresDatabase;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole ledger in this JVM, over real services. Closing it is what SIGTERM does. */
public final class RunningLedger implements AutoCloseable {

  public static final String USER = "keeper";
  public static final String PASSWORD = "correct horse";

  /** Of the first operator. */
  public static final String TOKEN = "speka-admin-" + "Tt5".repeat(14) + "x";

  private static final JsonMapper JSON = new JsonMapper();

  private final ConfigurableApplicationContext context;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  private RunningLedger(ConfigurableApplicationContext context) {
    this.context = context;
    this.url = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
  }

  public static RunningLedger start(
      PostgresDatabase database, String bootstrapServers, Path catalog, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--server.port=0",
                "--speka.ledger.admin.port=0",
                "--speka.ledger.admin.operators.token=" + TOKEN,
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password(),
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--speka.catalog.file=" + catalog,
                "--speka.ledger.console.user=" + USER,
                "--speka.ledger.console.password=" + PASSWORD,
                "--speka.ledger.intake.poll-max=50ms",
                "--speka.ledger.intake.backoff-max=500ms",
                "--speka.ledger.relay.compare-interval=300ms"));
    arguments.addAll(List.of(more));
    return new RunningLedger(LedgerApplication.start(arguments.toArray(String[]::new)));
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public <T> Collection<T> beansOf(Class<T> type) {
    return context.getBeansOfType(type).values();
  }

  public String url() {
    return url;
  }

  public String adminUrl() {
    return "http://127.0.0.1:" + bean(AdminPort.class).number();
  }

  public HttpResponse<String> get(String path) {
    return get(path, USER, PASSWORD);
  }

  public HttpResponse<String> get(String path, String user, String password) {
    String credentials = user + ":" + password;
    return send(
        request(path)
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .build());
  }

  public HttpResponse<String> getWithoutPassword(String path) {
    return send(request(path).build());
  }

  public JsonNode json(String path) {
    return JSON.readTree(get(path).body());
  }

  public boolean hasBill(JobId job) {
    return get("/api/bills/" + job).statusCode() == 200;
  }

  public double counter(String name, String... tags) {
    return bean(MeterRegistry.class).counter(name, tags).count();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    context.close();
    http.close();
  }
}
