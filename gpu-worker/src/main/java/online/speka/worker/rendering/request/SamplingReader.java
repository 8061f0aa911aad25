package online.speka.worker.rendering.request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import online.speka.worker.rendering.request.Sampling.Penalties;
import online.speka.worker.rendering.request.Sampling.Truncation;
import tools.jackson.databind.JsonNode;

/// Reads what chat and completions say alike about how tokens are drawn and where a choice ends.
final class SamplingReader {

  private static final int STOPS_MAX = 4;
  private static final int TOP_K_MAX = 1_000_000;

  private SamplingReader() {}

  static Sampling sampling(JsonFields body) {
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

  static List<String> stop(JsonFields body) {
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
}
