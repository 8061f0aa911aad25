package online.speka.edge.validation;

import online.speka.contract.catalog.JobKind;
import tools.jackson.databind.node.ObjectNode;

/// The bodies that are read, as JSON Schemas (2020-12): made of the very rules that read them.
public final class RequestSchemas {

  private RequestSchemas() {}

  public static ObjectNode of(JobKind kind) {
    return rules(kind).schema();
  }

  static ObjectRule rules(JobKind kind) {
    return switch (kind) {
      case CHAT_COMPLETIONS -> ChatRules.REQUEST;
      case COMPLETIONS -> CompletionRules.REQUEST;
      case EMBEDDINGS -> EmbeddingRules.REQUEST;
      case IMAGE_GENERATIONS -> ImageRules.REQUEST;
      case RESPONSES -> ResponsesRules.REQUEST;
    };
  }
}
