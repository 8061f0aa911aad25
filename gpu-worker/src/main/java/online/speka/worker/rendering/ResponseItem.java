package online.speka.worker.rendering;

/// One item of a response's output while it is written.
sealed interface ResponseItem {

  /// Its place in the output.
  int index();

  String id();

  /// The content so far: text, or a call's arguments.
  StringBuilder text();

  /// What the model thought.
  record Reasoning(int index, String id, StringBuilder text) implements ResponseItem {}

  /// What it said.
  ///
  /// @param logprobs elements of an array; empty if the client did not ask
  record Message(int index, String id, StringBuilder text, JsonBytes logprobs)
      implements ResponseItem {}

  /// A function it wants called.
  ///
  /// @param call its number among the calls of this answer
  record Call(int index, String id, StringBuilder text, int call, String callId, String function)
      implements ResponseItem {}
}
