package online.speka.worker.rendering;

import online.speka.contract.catalog.JobKind;
import online.speka.contract.job.Job;
import online.speka.contract.usage.Usage;
import online.speka.worker.rendering.request.ChatRequest;
import online.speka.worker.rendering.request.ResponsesRequest;

/// Writes one answer of a chat model. Used by one thread, for one answer.
public sealed interface AnswerWriter permits ChatStreamWriter, ChatDocumentWriter, ResponsesWriter {

  /// What the client gets at once because of this event; empty if that is nothing. Not empty means
  /// one frame.
  byte[] write(TokenEvent event);

  /// What closes the answer and is kept back until the job's outcome is durable. Every choice must
  /// have finished.
  byte[] finish(Usage usage);

  /// The writer that the job's client expects.
  ///
  /// @param body the client's own
  static AnswerWriter of(Job job, byte[] body, ChatRequest request, String systemFingerprint) {
    return job.target().kind() == JobKind.RESPONSES
        ? new ResponsesWriter(job, ResponsesRequest.fields(body))
        : of(job, request, systemFingerprint);
  }

  /// The writer of a chat answer.
  static AnswerWriter of(Job job, ChatRequest request, String systemFingerprint) {
    AnswerHead head = AnswerHead.of(job, systemFingerprint);
    return job.target().streaming()
        ? new ChatStreamWriter(head, request.limits().n(), request.output().includeUsage())
        : new ChatDocumentWriter(head, request.limits().n(), request.output().logprobs());
  }
}
