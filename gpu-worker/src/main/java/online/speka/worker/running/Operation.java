package online.speka.worker.running;

import online.speka.contract.job.Job;

/// OpenTelemetry's name for what a job asks for (`gen_ai.operation.name`).
final class Operation {

  private Operation() {}

  static String of(Job job) {
    return switch (job.target().kind()) {
      case CHAT_COMPLETIONS -> "chat";
      case EMBEDDINGS -> "embeddings";
    };
  }
}
