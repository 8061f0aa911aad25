package online.speka.infra.faults.client;

import online.speka.infra.faults.history.Kind;

/// One request, ready to be sent.
///
/// @param name unique in its history
/// @param account whose key is used
/// @param firstEdge which edge is tried first; any number
/// @param leavesAfter events after which the client goes away; 0 if it stays
record Ask(String name, Kind kind, String account, int firstEdge, int leavesAfter, String body) {

  String path() {
    return switch (kind) {
      case STREAM, RESUMABLE, DOCUMENT -> "/v1/chat/completions";
      case EMBEDDINGS -> "/v1/embeddings";
    };
  }
}
