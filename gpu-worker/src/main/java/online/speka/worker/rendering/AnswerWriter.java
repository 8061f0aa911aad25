package online.speka.worker.rendering;

import java.util.List;
import online.speka.contract.job.Job;
import online.speka.contract.usage.Usage;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.CompletionRequest;
import tools.jackson.databind.JsonNode;

/// Writes one answer made of tokens. Used by one thread, for one answer.
public sealed interface AnswerWriter
    permits ChatStreamWriter,
        ChatDocumentWriter,
        CompletionStreamWriter,
        CompletionDocumentWriter,
        BestOfWriter,
        ResponsesWriter {

  /// What the client gets at once because of this event; empty if that is nothing. Not empty means
  /// one frame.
  byte[] write(TokenEvent event);

  /// What closes the answer and is kept back until the job's outcome is durable. Every choice must
  /// have finished.
  byte[] finish(Usage usage);

  /// The writer that the client of a conversation expects.
  static AnswerWriter of(Job job, ChatRequest request, String systemFingerprint) {
    JsonNode repeated = request.repeated();
    if (repeated != null) {
      return new ResponsesWriter(job, repeated);
    }
    AnswerHead head = AnswerHead.of(job, systemFingerprint);
    return job.target().streaming()
        ? new ChatStreamWriter(head, request.limits().n(), request.output().includeUsage())
        : new ChatDocumentWriter(head, request.limits().n(), request.output().logprobs());
  }

  /// The same for completions.
  ///
  /// @param echoes the prompts if the client wants them back, one each; else empty
  static AnswerWriter of(
      Job job, CompletionRequest request, List<Echo> echoes, String systemFingerprint) {
    AnswerHead head = AnswerHead.of(job, systemFingerprint);
    if (job.target().streaming()) {
      return new CompletionStreamWriter(head, request, echoes);
    }
    AnswerWriter document = new CompletionDocumentWriter(head, request, echoes);
    return request.ranked() ? new BestOfWriter(document, request) : document;
  }
}
