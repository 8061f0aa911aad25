package online.speka.edge.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.error.ErrorReason;
import online.speka.edge.GoldenRequests;
import online.speka.edge.validation.RequestSchemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiDocumentTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Path WORKERS = Path.of("../gpu-worker/src/test/resources/wire");

  /** What a client of a kind of job is told, and how its schemas are called. */
  private static final Map<JobKind, String> REQUESTS =
      Map.of(
          JobKind.CHAT_COMPLETIONS, "createChatCompletionRequest",
          JobKind.COMPLETIONS, "createCompletionRequest",
          JobKind.RESPONSES, "createResponseRequest",
          JobKind.EMBEDDINGS, "createEmbeddingRequest",
          JobKind.IMAGE_GENERATIONS, "createImageRequest");

  private static final Map<String, String> BY_OBJECT =
      Map.of(
          "chat.completion", "ChatCompletion",
          "chat.completion.chunk", "ChatCompletionChunk",
          "text_completion", "Completion",
          "list", "EmbeddingList",
          "response", "Response",
          "", "Images");

  private final byte[] document = ApiDocument.json();
  private final JsonNode root = JSON.readTree(document);
  private final ApiSchemas schemas = new ApiSchemas(document);

  @ParameterizedTest
  @EnumSource
  void aRequestIsDescribedByTheRulesThatReadIt(JobKind kind) {
    JsonNode described = root.get("components").get("schemas").get(REQUESTS.get(kind));

    assertThat(described.toString()).isEqualTo(RequestSchemas.of(kind).toString());
  }

  @ParameterizedTest
  @EnumSource
  void goldenRequestsAreDescribed(JobKind kind) {
    for (Path folder : GoldenRequests.folders(kind)) {
      JsonNode request = JSON.readTree(GoldenRequests.bytes(folder.resolve("request.json")));

      assertThat(schemas.checkRequest(REQUESTS.get(kind), request)).as(folder.toString()).isEmpty();
    }
  }

  static Stream<Path> answers() throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path root : List.of(GoldenRequests.ROOT, WORKERS)) {
      try (Stream<Path> files = Files.walk(root)) {
        files
            .filter(file -> file.endsWith("response.json") || file.endsWith("events.sse"))
            .sorted()
            .forEach(all::add);
      }
    }
    assertThat(all).hasSizeGreaterThan(25);
    return all.stream();
  }

  /** The edge's golden answers, and those that workers really write. */
  @ParameterizedTest
  @MethodSource("answers")
  void goldenAnswersAreDescribed(Path file) {
    String text = new String(GoldenRequests.bytes(file), UTF_8);
    List<String> documents =
        file.endsWith("response.json")
            ? List.of(text)
            : Arrays.stream(text.split("\n\n"))
                .map(event -> event.substring(event.indexOf("data: ") + "data: ".length()).strip())
                .filter(data -> !data.equals("[DONE]"))
                .toList();

    for (String one : documents) {
      JsonNode answer = JSON.readTree(one);
      String schema =
          answer.has("sequence_number")
              ? "ResponseEventData"
              : BY_OBJECT.get(answer.path("object").asString(""));
      if (file.endsWith("events.sse") && schema.equals("Completion")) {
        schema = "CompletionChunk";
      }
      assertThat(schemas.check(schema, answer)).as(one).isEmpty();
    }
    assertThat(documents).isNotEmpty();
  }

  @Test
  void anAnswerOutsideTheContractIsFound() {
    String good =
        new String(
            GoldenRequests.bytes(GoldenRequests.ROOT.resolve("chat/plain/response.json")), UTF_8);

    for (String bad :
        List.of(
            good.replace("\"finish_reason\":\"stop\"", "\"finish_reason\":\"eos\""),
            good.replace("\"refusal\":null", "\"refusal\":null,\"tool_calls\":[]"),
            good.replace("\"logprobs\":null,", ""),
            good.replace("\"usage\":{", "\"surprise\":1,\"usage\":{"),
            good.replace("\"total_tokens\":14", "\"total_tokens\":-1"))) {
      assertThat(bad).isNotEqualTo(good);
      assertThat(schemas.check("ChatCompletion", JSON.readTree(bad))).as(bad).isNotEmpty();
    }
  }

  @Test
  void everyErrorThatAClientCanSeeIsDescribed() {
    for (ErrorReason reason : ErrorReason.values()) {
      if (reason == ErrorReason.CLIENT_GONE) {
        continue;
      }
      JsonNode error =
          root.get("components")
              .get("schemas")
              .get("Error" + reason.status())
              .get("properties")
              .get("error")
              .get("properties");
      assertThat(error.get("type").get("enum").toString()).contains("\"" + reason.type() + "\"");
      assertThat(error.get("code").get("enum").toString())
          .contains(reason.code() == null ? "null" : "\"" + reason.code() + "\"");
    }
  }

  @Test
  void everyReferenceLeadsSomewhereAndEverySchemaIsUsed() {
    Set<String> referred = new TreeSet<>();
    collectReferences(root, referred);

    referred.forEach(
        reference ->
            assertThat(root.at(reference.substring(1)).isMissingNode()).as(reference).isFalse());
    Set<String> described =
        root.get("components").get("schemas").propertyNames().stream()
            .map(name -> "#/components/schemas/" + name)
            .collect(Collectors.toSet());
    assertThat(referred).containsAll(described);
  }

  private static void collectReferences(JsonNode node, Set<String> found) {
    if (node.path("$ref").isString()) {
      found.add(node.get("$ref").stringValue());
    }
    node.forEach(inner -> collectReferences(inner, found));
  }

  @Test
  void nothingOfTheFilesMeansOfWritingIsLeft() {
    assertThat(root.toString()).doesNotContain("x-request\"", "x-errors", "x-example");
    root.get("paths")
        .forEach(
            path ->
                path.forEach(
                    operation -> {
                      assertThat(operation.get("operationId").stringValue()).isNotBlank();
                      assertThat(operation.get("responses").has("200")).isTrue();
                      assertThat(operation.get("responses").size()).isGreaterThan(4);
                    }));
  }
}
