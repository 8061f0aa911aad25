package online.speka.ledger.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An operator's client that believes nothing: every answer is held against the description that the
 * API gives of itself, where a field that is not described is an error.
 */
final class AdminTester implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final String token;
  private final ObjectNode document;
  private final ObjectNode closed;
  private final Set<String> seen = new TreeSet<>();

  AdminTester(String url, String token) {
    this.url = url;
    this.token = token;
    this.document = (ObjectNode) JSON.readTree(send(builder("/admin/v1/openapi.json")).body());
    this.closed = document.deepCopy();
    close(closed.get("components").get("schemas"));
  }

  record Answer(HttpResponse<String> response, JsonNode body) {
    int status() {
      return response.statusCode();
    }

    String code() {
      return body.at("/error/code").asString("");
    }

    String param() {
      return body.at("/error/param").asString("");
    }

    String text(String field) {
      return body.get(field).asString();
    }
  }

  JsonNode document() {
    return document;
  }

  /** Operations that were asked for, with the statuses of their answers. */
  Set<String> seen() {
    return seen;
  }

  Answer get(String path) {
    return call("GET", path, null, null);
  }

  Answer post(String path, String body) {
    return call("POST", path, body, UUID.randomUUID().toString());
  }

  Answer call(String method, String path, String body, String idempotencyKey) {
    HttpRequest.Builder request =
        builder("/admin/v1" + path).header("Authorization", "Bearer " + token);
    request.method(
        method,
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    HttpResponse<String> response = send(request);
    return checked(method, "/admin/v1" + path.replaceFirst("\\?.*", ""), body, response);
  }

  HttpRequest.Builder builder(String path) {
    return HttpRequest.newBuilder(URI.create(url + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Answer checked(String method, String path, String asked, HttpResponse<String> response) {
    assertThat(response.headers().firstValue("x-request-id")).isPresent();
    if (response.headers().firstValue("Content-Type").orElse("").startsWith("text/csv")) {
      return new Answer(response, JSON.nullNode());
    }
    JsonNode body = JSON.readTree(response.body());
    JsonNode operation = operation(method, path);
    if (operation == null) {
      return new Answer(response, body);
    }
    seen.add(operation.get("operationId").asString() + " " + response.statusCode());
    JsonNode answer = operation.get("responses").get(Integer.toString(response.statusCode()));
    assertThat(answer).as("%s %s %s", method, path, response).isNotNull();
    if (answer.has("$ref")) {
      answer = document.at(answer.get("$ref").asString().substring(1));
    }
    answer
        .path("headers")
        .propertyNames()
        .forEach(name -> assertThat(response.headers().firstValue(name)).as(name).isPresent());
    String schema = answer.at("/content/application~1json/schema/$ref").asString();
    assertThat(compile(closed, schema).validate(body)).as(response.body()).isEmpty();
    if (response.statusCode() < 300 && asked != null && operation.has("requestBody")) {
      String wanted = operation.at("/requestBody/content/application~1json/schema/$ref").asString();
      assertThat(compile(document, wanted).validate(JSON.readTree(asked))).as(asked).isEmpty();
    }
    return new Answer(response, body);
  }

  private JsonNode operation(String method, String path) {
    for (var described : document.get("paths").properties()) {
      String form = described.getKey().replaceAll("\\{[a-z_]+}", "[^/]+");
      if (path.matches(form)) {
        return described.getValue().get(method.toLowerCase(java.util.Locale.ROOT));
      }
    }
    return null;
  }

  private static Schema compile(ObjectNode document, String reference) {
    return REGISTRY.getSchema(document.deepCopy().put("$ref", reference));
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.get("properties") instanceof ObjectNode
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(AdminTester::close);
  }

  @Override
  public void close() {
    http.close();
  }
}
