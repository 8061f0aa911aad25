package online.speka.edge.validation;

import static online.speka.edge.validation.ObjectRule.given;

import java.util.Set;
import java.util.function.UnaryOperator;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.principal.Principal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Turns bytes into a request for a model of the catalog that this principal may use.
public final class RequestReader {
  private static final Set<String> CHAT_FIELDS = ChatRules.REQUEST.names();
  private static final Set<String> COMPLETION_FIELDS = CompletionRules.REQUEST.names();
  private static final Set<String> EMBEDDING_FIELDS = EmbeddingRules.REQUEST.names();
  private static final Set<String> IMAGE_FIELDS = ImageRules.REQUEST.names();
  private static final Set<String> RESPONSES_FIELDS = ResponsesRules.REQUEST.names();
  private static final String MODEL = "model";
  private static final int ID_SHOWN_MAX = 100;

  private final Catalog catalog;
  private final UnaryOperator<ModelSpec> priced;

  /// With the catalog's own prices.
  public RequestReader(Catalog catalog) {
    this(catalog, UnaryOperator.identity());
  }

  /// @param priced gives a model the prices that hold now
  public RequestReader(Catalog catalog, UnaryOperator<ModelSpec> priced) {
    this.catalog = catalog;
    this.priced = priced;
  }

  /// @throws InvalidRequestException naming what is wrong
  public InferenceRequest read(JobKind kind, byte[] bytes, Principal principal) {
    return switch (kind) {
      case CHAT_COMPLETIONS -> readChat(bytes, principal);
      case EMBEDDINGS -> readEmbeddings(bytes, principal);
      case COMPLETIONS -> readCompletions(bytes, principal);
      case IMAGE_GENERATIONS -> readImages(bytes, principal);
      case RESPONSES -> readResponses(bytes, principal).inference();
    };
  }

  private InferenceRequest readChat(byte[] bytes, Principal principal) {
    JsonBody body = JsonBody.parse(bytes, CHAT_FIELDS, "messages");
    check(ChatRules.REQUEST, body);
    ModelSpec model = model(JobKind.CHAT_COMPLETIONS, body, principal);
    return new InferenceRequest(
        JobKind.CHAT_COMPLETIONS,
        model,
        ChatRules.isTrue(body.fields(), "stream"),
        Prompt.ofText(body, bytes.length, Prompt.hasMedia(body.fields().get("messages"))),
        outputTokensMax(body.fields(), model));
  }

  private InferenceRequest readCompletions(byte[] bytes, Principal principal) {
    JsonBody body = JsonBody.parse(bytes, COMPLETION_FIELDS, "prompt");
    check(CompletionRules.REQUEST, body);
    ModelSpec model = model(JobKind.COMPLETIONS, body, principal);
    Long asked = integer(body.fields(), "max_tokens");
    long each = asked == null ? CompletionRules.OUTPUT_TOKENS_DEFAULT : asked;
    return new InferenceRequest(
        JobKind.COMPLETIONS,
        model,
        ChatRules.isTrue(body.fields(), "stream"),
        prompt(body, "prompt", bytes.length),
        Math.min(each, model.capacity().outputTokensMax())
            * CompletionRules.candidates(body.fields()));
  }

  private InferenceRequest readImages(byte[] bytes, Principal principal) {
    JsonBody body = JsonBody.parse(bytes, IMAGE_FIELDS, "prompt");
    check(ImageRules.REQUEST, body);
    ModelSpec model = model(JobKind.IMAGE_GENERATIONS, body, principal);
    return new InferenceRequest(
        JobKind.IMAGE_GENERATIONS,
        model,
        Prompt.ofText(body, bytes.length, false),
        ImageRules.images(body.fields()));
  }

  private InferenceRequest readEmbeddings(byte[] bytes, Principal principal) {
    JsonBody body = JsonBody.parse(bytes, EMBEDDING_FIELDS, "input");
    check(EmbeddingRules.REQUEST, body);
    ModelSpec model = model(JobKind.EMBEDDINGS, body, principal);
    return new InferenceRequest(
        JobKind.EMBEDDINGS, model, false, prompt(body, "input", bytes.length), 0);
  }

  /// @throws InvalidRequestException naming what is wrong
  public ResponsesRequest readResponses(byte[] bytes, Principal principal) {
    JsonBody body = JsonBody.parse(bytes, RESPONSES_FIELDS, "input");
    check(ResponsesRules.REQUEST, body);
    ModelSpec model = model(JobKind.RESPONSES, body, principal);
    long most = model.capacity().outputTokensMax();
    Long asked = integer(body.fields(), "max_output_tokens");
    JsonNode store = given(body.fields(), "store");
    JsonNode previous = given(body.fields(), "previous_response_id");
    return new ResponsesRequest(
        new InferenceRequest(
            JobKind.RESPONSES,
            model,
            ChatRules.isTrue(body.fields(), "stream"),
            Prompt.ofText(body, bytes.length, Prompt.hasMedia(given(body.fields(), "input"))),
            asked == null ? most : Math.min(asked, most)),
        body.fields(),
        store == null || store.booleanValue(),
        ChatRules.isTrue(body.fields(), "background"),
        previous == null ? null : previous.stringValue());
  }

  /// Texts or arrays of tokens.
  private static Prompt prompt(JsonBody body, String field, int bodyBytes) {
    JsonNode value = body.fields().get(field);
    return new Prompt(
        body.promptStart(),
        body.promptEnd(),
        TextsOrTokens.tokens(value),
        TextsOrTokens.count(value),
        bodyBytes,
        false);
  }

  private static void check(ObjectRule rules, JsonBody body) {
    Violation violation = rules.check(body.fields());
    if (violation != null) {
      throw new InvalidRequestException(violation.toError());
    }
  }

  private ModelSpec model(JobKind kind, JsonBody body, Principal principal) {
    String id = body.fields().get(MODEL).stringValue();
    ModelSpec model = catalog.find(id).orElse(null);
    if (model == null) {
      throw refused(ErrorReason.MODEL_NOT_FOUND, "The model '" + shown(id) + "' does not exist.");
    }
    if (!principal.access().mayUse(model.id())) {
      throw refused(ErrorReason.MODEL_NOT_ALLOWED, "This key may not use the model '" + id + "'.");
    }
    if (!model.kind().serves(kind)) {
      throw refused(
          ErrorReason.UNSUPPORTED_VALUE,
          "The model '" + id + "' serves " + model.kind().catalogName() + ", not this endpoint.");
    }
    return priced.apply(model);
  }

  /// A client's text goes back into a message only in part.
  private static String shown(String id) {
    return id.length() <= ID_SHOWN_MAX ? id : id.substring(0, ID_SHOWN_MAX) + "…";
  }

  private static InvalidRequestException refused(ErrorReason reason, String message) {
    return new InvalidRequestException(ApiError.ofParam(reason, message, MODEL));
  }

  private static long outputTokensMax(JsonNode request, ModelSpec model) {
    long most = model.capacity().outputTokensMax();
    Long asked = integer(request, "max_completion_tokens");
    if (asked == null) {
      asked = integer(request, "max_tokens");
    }
    Long choices = integer(request, "n");
    long each = asked == null ? most : Math.min(asked, most);
    return each * (choices == null ? 1 : choices);
  }

  private static @Nullable Long integer(JsonNode request, String name) {
    JsonNode value = given(request, name);
    return value == null ? null : value.longValue();
  }
}
