package online.speka.worker.engine.http;

import online.speka.contract.catalog.JobKind;
import online.speka.contract.catalog.ModelSpec;
import online.speka.contract.job.Job;

/// What usage of a job can be at all: a server that counts beyond it is not believed.
///
/// @param promptMax most prompt tokens
/// @param completionMax most completion tokens, all choices together
/// @param promptEstimate the edge's estimate, where the server says nothing
record UsageBounds(long promptMax, long completionMax, long promptEstimate) {

  /// Most inputs of one embeddings request.
  private static final long EMBEDDING_INPUTS_MAX = 2048;

  /// @param choices there are at most so many prompts
  static UsageBounds of(Job job, ModelSpec spec, int choices) {
    long context = spec.capacity().contextTokens();
    JobKind kind = job.target().kind();
    return switch (kind) {
      case COMPLETIONS ->
          new UsageBounds(
              context * choices,
              job.demand().outputTokensMax(),
              Math.min(context * choices, promptTokens(job)));
      case CHAT_COMPLETIONS, RESPONSES, IMAGE_GENERATIONS ->
          new UsageBounds(
              context, job.demand().outputTokensMax(), Math.min(context, promptTokens(job)));
      case EMBEDDINGS -> new UsageBounds(context * EMBEDDING_INPUTS_MAX, 0, promptTokens(job));
    };
  }

  private static long promptTokens(Job job) {
    return job.demand().promptTokens();
  }
}
