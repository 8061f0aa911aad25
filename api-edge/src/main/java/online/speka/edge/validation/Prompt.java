package online.speka.edge.validation;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Where the prompt stands in a body, and what bounds its tokens.
///
/// @param start where it begins in the body's bytes
/// @param end where it ends
/// @param tokens of a prompt given as tokens; -1 for one given as text
/// @param items how many prompts or inputs are independent of each other: each has a window of its
///     own
/// @param bodyBytes of the whole body: instructions, tools and schemas are read by the model too
/// @param media whether there is more in it than text, which bytes say nothing about
public record Prompt(int start, int end, long tokens, int items, int bodyBytes, boolean media) {
  static final long TOKENS_UNKNOWN = -1;

  private static final Set<String> MEDIA =
      Set.of("image_url", "input_audio", "file", "input_image");

  /// One text, or one conversation.
  static Prompt ofText(JsonBody body, int bodyBytes, boolean media) {
    return new Prompt(body.promptStart(), body.promptEnd(), TOKENS_UNKNOWN, 1, bodyBytes, media);
  }

  /// Whether a valid conversation has more in it than text.
  static boolean hasMedia(@Nullable JsonNode conversation) {
    if (conversation == null || !conversation.isArray()) {
      return false;
    }
    for (JsonNode item : conversation) {
      for (String field : List.of("content", "output")) {
        for (JsonNode part : item.path(field)) {
          if (MEDIA.contains(part.path("type").asString(""))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// Another prompt in the place of this one.
  Prompt replacedBy(int newStart, int newEnd, long newTokens, int newItems) {
    int around = bodyBytes - (end - start);
    return new Prompt(newStart, newEnd, newTokens, newItems, around + newEnd - newStart, media);
  }

  /// What came before it put into its place.
  Prompt continuedTo(int newEnd, boolean earlierMedia) {
    return new Prompt(
        start, newEnd, tokens, items, bodyBytes + newEnd - end, media || earlierMedia);
  }
}
