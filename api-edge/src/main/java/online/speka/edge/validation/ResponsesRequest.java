package online.speka.edge.validation;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A valid request for a response.
///
/// @param fields the body's, as far as they are known
/// @param store whether the response can be retrieved later
/// @param background whether the client does not wait for it
/// @param previous id of the response that this one continues
public record ResponsesRequest(
    InferenceRequest inference,
    ObjectNode fields,
    boolean store,
    boolean background,
    @Nullable String previous) {

  /// The same request with its input replaced.
  ///
  /// @param promptEnd where the new input ends
  /// @param media whether there may be more than text in what was put before it
  public ResponsesRequest withInputTo(int promptEnd, boolean media) {
    return new ResponsesRequest(
        inference.withPromptTo(promptEnd, media), fields, store, background, previous);
  }
}
