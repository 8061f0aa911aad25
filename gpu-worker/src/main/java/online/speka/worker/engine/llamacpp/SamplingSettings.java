package online.speka.worker.engine.llamacpp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.worker.rendering.request.InvalidRequestException;
import online.speka.worker.rendering.request.Sampling;
import org.jspecify.annotations.Nullable;

/// How the next token is drawn.
///
/// What a client does not say is not OpenAI's default, which small models cannot stand: temperature
/// and top p are what SmolLM2's makers advise, the rest is llama.cpp's. At llama.cpp's temperature
/// of 0.8 the capital of France was Paris 7 times in 20.
///
/// @param temperature 0 means always the likeliest
/// @param topK 0 means all
/// @param seed null means another answer every time
/// @param bias token to what is added to its score
record SamplingSettings(
    double temperature,
    int topK,
    double topP,
    double minP,
    Penalties penalties,
    @Nullable Long seed,
    Map<Integer, Double> bias) {

  static final double TEMPERATURE_DEFAULT = 0.2;
  static final int TOP_K_DEFAULT = 40;
  static final double TOP_P_DEFAULT = 0.9;
  static final double MIN_P_DEFAULT = 0.05;

  /// A bias of this much, either way, is absolute: clients ban and force tokens with it.
  private static final double BIAS_BAN = -100;

  SamplingSettings {
    bias = Map.copyOf(bias);
    Objects.requireNonNull(penalties);
  }

  /// What makes tokens that this answer has used less likely.
  ///
  /// @param repetition factor; 1 is none
  record Penalties(double presence, double frequency, double repetition) {
    static final Penalties NONE = new Penalties(0, 0, 1);
  }

  /// @throws InvalidRequestException if a bias is not for a token of this model
  static SamplingSettings of(Sampling request, int vocabularySize) {
    Sampling.Truncation truncation = request.truncation();
    Double repetition = request.penalties().repetition();
    return new SamplingSettings(
        orElse(request.temperature(), TEMPERATURE_DEFAULT),
        truncation.topK() == null ? TOP_K_DEFAULT : Math.max(0, truncation.topK()),
        orElse(truncation.topP(), TOP_P_DEFAULT),
        orElse(truncation.minP(), MIN_P_DEFAULT),
        new Penalties(
            request.penalties().presence(),
            request.penalties().frequency(),
            repetition == null || repetition == 0 ? 1 : repetition),
        request.seed(),
        bias(request.logitBias(), vocabularySize));
  }

  private static double orElse(@Nullable Double value, double otherwise) {
    return value == null ? otherwise : value;
  }

  private static Map<Integer, Double> bias(Map<String, Double> request, int vocabularySize) {
    Map<Integer, Double> bias = LinkedHashMap.newLinkedHashMap(request.size());
    request.forEach(
        (key, value) ->
            bias.put(
                token(key, vocabularySize), value <= BIAS_BAN ? Double.NEGATIVE_INFINITY : value));
    return bias;
  }

  private static int token(String key, int vocabularySize) {
    try {
      int token = Integer.parseInt(key);
      if (token >= 0 && token < vocabularySize) {
        return token;
      }
    } catch (NumberFormatException e) {
      // Answered below, as one that is out of range.
    }
    throw new InvalidRequestException(
        ApiError.ofParam(
            ErrorReason.INVALID_VALUE,
            "'logit_bias' has the key '"
                + (key.length() > 20 ? key.substring(0, 20) + "…" : key)
                + "', which is none of this model's tokens: 0 to "
                + (vocabularySize - 1)
                + ".",
            "logit_bias"));
  }

  /// The settings of another choice of the same answer: with a seed, another one that follows from
  /// it.
  SamplingSettings forChoice(int choice) {
    return seed == null || choice == 0
        ? this
        : new SamplingSettings(temperature, topK, topP, minP, penalties, seed + choice, bias);
  }
}
