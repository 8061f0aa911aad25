package online.speka.edge.responses;

import online.speka.contract.error.ApiError;

/// How a response stands.
public sealed interface ResponseState {

  record Queued() implements ResponseState {}

  record InProgress() implements ResponseState {}

  /// Completed, or cut by a limit: the document says.
  record Whole(byte[] document) implements ResponseState {}

  record Failed(ApiError error) implements ResponseState {}

  record Cancelled() implements ResponseState {}

  /// Whether nothing will change any more.
  default boolean isOver() {
    return switch (this) {
      case Queued _, InProgress _ -> false;
      case Whole _, Failed _, Cancelled _ -> true;
    };
  }
}
