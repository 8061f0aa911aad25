package online.speka.edge.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Access;
import online.speka.contract.principal.Principal;
import org.springframework.http.HttpMethod;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /v1/models` and `GET /v1/models/{id}`: the models this key may use. An id may contain
/// slashes, escaped or not.
final class ModelsEndpoint implements Endpoint {
  private static final String LIST = "/v1/models";
  private static final String ONE = LIST + "/";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Catalog catalog;
  private final Answers answers;

  ModelsEndpoint(Catalog catalog, Answers answers) {
    this.catalog = catalog;
    this.answers = answers;
  }

  @Override
  public HttpMethod method() {
    return HttpMethod.GET;
  }

  @Override
  public String pattern() {
    return "/v1/models/{id}";
  }

  @Override
  public String operation() {
    return "models";
  }

  @Override
  public boolean serves(String path) {
    return path.equals(LIST) || (path.startsWith(ONE) && path.length() > ONE.length());
  }

  @Override
  public Mono<Void> handle(Call call, Principal principal) {
    String path = call.exchange().getRequest().getURI().getRawPath();
    if (path.equals(LIST)) {
      call.completed();
      return answers.json(call, list(principal));
    }
    String id = decode(path.substring(ONE.length()));
    Optional<ModelSpec> model = catalog.find(id).filter(found -> mayUse(principal.access(), found));
    if (model.isEmpty()) {
      call.rejected(ErrorReason.MODEL_NOT_FOUND);
      return answers.error(
          call,
          ApiError.ofParam(ErrorReason.MODEL_NOT_FOUND, "The model does not exist.", "model"));
    }
    call.completed();
    return answers.json(call, MAPPER.writeValueAsBytes(describe(model.get())));
  }

  private byte[] list(Principal principal) {
    List<ModelSpec> models =
        catalog.models().stream().filter(model -> mayUse(principal.access(), model)).toList();
    ObjectNode list = MAPPER.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    models.forEach(model -> data.add(describe(model)));
    return MAPPER.writeValueAsBytes(list);
  }

  private static boolean mayUse(Access access, ModelSpec model) {
    return access.mayUse(model.id())
        && Arrays.stream(JobKind.values())
            .anyMatch(kind -> model.kind().serves(kind) && access.mayCall(kind));
  }

  private static ObjectNode describe(ModelSpec model) {
    return MAPPER
        .createObjectNode()
        .put("id", model.id().value())
        .put("object", "model")
        .put("created", model.created().getEpochSecond())
        .put("owned_by", model.ownedBy());
  }

  /// A plus stands for itself in a path.
  private static String decode(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) {
      return segment;
    }
  }
}
