package online.speka.edge.validation;

import static online.speka.testkit.principals.PrincipalBuilder.principal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.job.Job;
import online.speka.contract.principal.Principal;
import online.speka.contract.principal.TenantId;
import online.speka.edge.GoldenRequests;
import online.speka.edge.TestCatalog;
import online.speka.edge.admission.Demands;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the edge makes of each golden request. After a deliberate change run with {@code
 * -Dspeka.golden.write=true} and review what git shows.
 */
class GoldenRequestsTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final TenantId ACME = new TenantId("acme");
  private static final Principal ANYBODY = principal(ACME.value(), "k").build();

  private final RequestReader reader = new RequestReader(TestCatalog.catalog());

  static Stream<Arguments> requests() {
    return Arrays.stream(JobKind.values())
        .filter(kind -> Files.exists(GoldenRequests.root(kind)))
        .flatMap(
            kind ->
                GoldenRequests.folders(kind).stream().map(folder -> Arguments.of(kind, folder)));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestBecomesTheJobInItsFile(JobKind kind, Path folder) throws IOException {
    byte[] body = GoldenRequests.bytes(folder.resolve("request.json"));

    InferenceRequest request = reader.read(kind, body, ANYBODY);
    Job.Demand demand = Demands.of(ACME, request, body);

    ObjectNode job =
        JSON.createObjectNode()
            .put("kind", request.kind().name())
            .put("model", request.model().id().value())
            .put("streaming", request.streaming())
            .put("promptTokens", demand.promptTokens())
            .put("outputTokensMax", demand.outputTokensMax())
            .put("reservation", demand.reservation().value());
    String actual = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(job) + "\n";
    Path file = folder.resolve("job.json");
    if (Boolean.getBoolean("speka.golden.write")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
