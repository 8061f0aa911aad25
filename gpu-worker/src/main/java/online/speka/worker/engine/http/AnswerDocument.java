package online.speka.worker.engine.http;

import online.speka.contract.catalog.JobKind;
import online.speka.contract.usage.ImageSize;
import online.speka.contract.usage.Images;
import online.speka.contract.usage.Usage;
import online.speka.worker.engine.EngineResult;
import tools.jackson.databind.JsonNode;

/// Reads an answer that is one document: what is wrong with it, and what it cost.
record AnswerDocument(AnswerEdit edit, UsageBounds bounds) {

  /// @param request the client's body
  EngineResult read(JobKind kind, byte[] body, byte[] request) throws UpstreamException {
    JsonNode root = UpstreamErrors.parse(body);
    if (!root.isObject()) {
      throw UpstreamErrors.malformed("the answer is not a JSON object");
    }
    JsonNode error = root.path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      throw new UpstreamException(UpstreamErrors.ofError(error));
    }
    return switch (kind) {
      case IMAGE_GENERATIONS -> images(root, body, UpstreamErrors.parse(request));
      case CHAT_COMPLETIONS, COMPLETIONS, RESPONSES, EMBEDDINGS -> {
        UsageReading reading = usage(root.path("usage"));
        yield new EngineResult.Completed(
            edit.apply(body, 0, body.length), reading.usage(), reading.oddity());
      }
    };
  }

  private UsageReading usage(JsonNode usage) {
    return usage.isObject() ? UsageReading.of(usage, 0, bounds) : UsageReading.estimated(0, bounds);
  }

  /// Servers count images in units of their own, or not at all; they are billed by [ImageSize]. An
  /// address instead of an image is refused: nobody here fetches what a server points at.
  private EngineResult images(JsonNode root, byte[] body, JsonNode request)
      throws UpstreamException {
    JsonNode data = root.path("data");
    if (!data.isArray() || data.isEmpty()) {
      throw UpstreamErrors.malformed("there are no images in the answer");
    }
    for (JsonNode image : data) {
      if (!image.path("b64_json").isString()) {
        throw UpstreamErrors.malformed("an image is not in the answer itself");
      }
    }
    JsonNode size = request.path("size");
    ImageSize each = ImageSize.of(size.asString("auto")).orElse(ImageSize.DEFAULT);
    long tokens = Math.min(data.size() * each.tokens(), bounds.completionMax());
    JsonNode input = root.path("usage").path("input_tokens");
    long prompt =
        input.isIntegralNumber() && input.canConvertToLong() && input.longValue() >= 0
            ? Math.min(input.longValue(), bounds.promptMax())
            : bounds.promptEstimate();
    return new EngineResult.Completed(
        body, new Usage(prompt, 0, tokens, 0, made(data.size(), each, request)));
  }

  /// Never more images than were asked for.
  private static Images made(int count, ImageSize each, JsonNode request) {
    String quality = request.path("quality").asString(Images.QUALITY_DEFAULT);
    return new Images(
        Math.min(count, Math.max(1, request.path("n").asInt(1))),
        each,
        Images.QUALITIES.contains(quality) ? quality : Images.QUALITY_DEFAULT);
  }
}
