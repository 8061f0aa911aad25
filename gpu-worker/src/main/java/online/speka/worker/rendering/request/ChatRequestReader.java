package online.speka.worker.rendering.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import online.speka.worker.rendering.request.ChatRequest.Limits;
import online.speka.worker.rendering.request.ChatRequest.Output;
import online.speka.worker.rendering.request.ChatRequest.ReasoningEffort;
import online.speka.worker.rendering.request.Sampling.Penalties;
import online.speka.worker.rendering.request.Sampling.Truncation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a chat request's fields but for messages and tools, which have readers of their own.
final class ChatRequestReader {

  private static final int TOP_LOGPROBS_MAX = 20;
  private static final int CHOICES_MAX = 128;
  private static final int STOPS_MAX = 4;
  private static final int TOP_K_MAX = 1_000_000;

  private ChatRequestReader() {}

  static ChatRequest read(JsonFields body) {
    if (body.value("functions") != null || body.value("function_call") != null) {
      throw body.unsupported("functions", "is not supported; use 'tools' instead.");
    }
    return new ChatRequest(
        body.requiredText("model"),
        MessageReader.read(body),
        sampling(body),
        limits(body),
        output(body),
        ToolReader.read(body));
  }

  private static Sampling sampling(JsonFields body) {
    Double presence = body.decimal("presence_penalty", -2, 2);
    Double frequency = body.decimal("frequency_penalty", -2, 2);
    Long topK = body.integer("top_k", -1, TOP_K_MAX);
    return new Sampling(
        body.decimal("temperature", 0, 2),
        new Truncation(
            body.decimal("top_p", 0, 1),
            topK == null ? null : topK.intValue(),
            body.decimal("min_p", 0, 1)),
        new Penalties(
            presence == null ? 0 : presence,
            frequency == null ? 0 : frequency,
            body.decimal("repetition_penalty", 0, 100)),
        body.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
        logitBias(body));
  }

  private static Map<String, Double> logitBias(JsonFields body) {
    JsonFields bias = body.object("logit_bias");
    if (bias == null) {
      return Map.of();
    }
    Map<String, Double> biases = LinkedHashMap.newLinkedHashMap(bias.object().size());
    for (String token : bias.object().propertyNames()) {
      Double value = bias.decimal(token, -100, 100);
      if (value != null) {
        biases.put(token, value);
      }
    }
    return biases;
  }

  private static Limits limits(JsonFields body) {
    Long newer = body.integer("max_completion_tokens", 1, Long.MAX_VALUE);
    Long older = body.integer("max_tokens", 1, Long.MAX_VALUE);
    Long most = newer != null ? newer : older;
    Long n = body.integer("n", 1, CHOICES_MAX);
    return new Limits(
        most == null ? null : (int) Math.min(most, Integer.MAX_VALUE),
        n == null ? 1 : n.intValue(),
        stop(body));
  }

  private static List<String> stop(JsonFields body) {
    JsonNode stop = body.value("stop");
    if (stop == null) {
      return List.of();
    }
    if (stop.isString()) {
      return List.of(stop.stringValue());
    }
    if (!stop.isArray()) {
      throw body.wrongType("stop", "a string or an array of strings");
    }
    if (stop.size() > STOPS_MAX) {
      throw body.wrongValue("stop", "must have at most " + STOPS_MAX + " texts.");
    }
    List<String> stops = new ArrayList<>(stop.size());
    for (int i = 0; i < stop.size(); i++) {
      if (!stop.get(i).isString()) {
        throw body.wrongType("stop[" + i + "]", "a string");
      }
      stops.add(stop.get(i).stringValue());
    }
    return stops;
  }

  private static Output output(JsonFields body) {
    JsonFields streamOptions = body.object("stream_options");
    boolean logprobs = body.flag("logprobs", false);
    Long topLogprobs = body.integer("top_logprobs", 0, TOP_LOGPROBS_MAX);
    return new Output(
        body.flag("stream", false),
        streamOptions != null && streamOptions.flag("include_usage", false),
        logprobs,
        logprobs && topLogprobs != null ? topLogprobs.intValue() : 0,
        format(body),
        effort(body));
  }

  private static ResponseFormat format(JsonFields body) {
    JsonFields format = body.object("response_format");
    if (format == null) {
      return new ResponseFormat.Text();
    }
    String type = format.requiredText("type");
    return switch (type) {
      case "text" -> new ResponseFormat.Text();
      case "json_object" -> new ResponseFormat.JsonObject();
      case "json_schema" -> schema(format.requiredObject("json_schema"));
      default -> throw format.wrongValue("type", "must be text, json_object or json_schema.");
    };
  }

  private static ResponseFormat schema(JsonFields format) {
    JsonFields schema = format.object("schema");
    if (schema == null) {
      return new ResponseFormat.JsonObject();
    }
    return new ResponseFormat.JsonSchema(
        format.requiredText("name"), schema.object(), format.flag("strict", false));
  }

  private static @Nullable ReasoningEffort effort(JsonFields body) {
    String effort = body.text("reasoning_effort");
    return switch (effort) {
      case null -> null;
      case "none" -> ReasoningEffort.NONE;
      case "minimal" -> ReasoningEffort.MINIMAL;
      case "low" -> ReasoningEffort.LOW;
      case "medium" -> ReasoningEffort.MEDIUM;
      case "high" -> ReasoningEffort.HIGH;
      case "xhigh" -> ReasoningEffort.XHIGH;
      case "max" -> ReasoningEffort.MAX;
      default -> throw body.wrongValue("reasoning_effort", "is none of the known efforts.");
    };
  }
}
