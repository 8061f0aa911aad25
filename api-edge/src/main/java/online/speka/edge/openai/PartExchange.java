package online.speka.edge.openai;

import java.io.ByteArrayOutputStream;
import java.util.function.Supplier;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.edge.admission.Place;
import online.speka.edge.joining.InputNames;
import online.speka.edge.joining.PartAnswer;
import online.speka.edge.joining.Slice;
import online.speka.edge.joining.UnreadableJsonException;
import online.speka.edge.streaming.Opening;
import online.speka.edge.streaming.TokenStream;
import online.speka.edge.streaming.TokenStreams;
import online.speka.edge.submission.JobSubmitter;
import online.speka.edge.validation.InferenceRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/// One part of a request, from its slice of the body to its answer: a job like any other, whose
/// stream ends here instead of at the client.
final class PartExchange {
  private static final Logger LOG = LoggerFactory.getLogger(PartExchange.class);

  private final JobFactory factory;
  private final TokenStreams streams;
  private final JobSubmitter submitter;
  private final Supplier<JobId> ids;

  PartExchange(
      JobFactory factory, TokenStreams streams, JobSubmitter submitter, Supplier<JobId> ids) {
    this.factory = factory;
    this.streams = streams;
    this.submitter = submitter;
    this.ids = ids;
  }

  boolean isUp() {
    return streams.isUp() && submitter.isUp();
  }

  /// Ends with [PartFailedException] if the job fails. Whoever cancels it cancels the job.
  Mono<PartAnswer> run(CutRequest cut, int index) {
    return Mono.defer(
        () -> {
          Slice slice = cut.slices().get(index);
          byte[] body = slice.cut(cut.body());
          Job job = job(cut, index, slice, body);
          return Mono.using(
                  () -> streams.open(job, new PartConnection(cut.client())),
                  stream ->
                      Mono.firstWithSignal(stream.opening(), submitted(job, body))
                          .flatMap(opening -> collect(slice, cut.place(), opening))
                          // Joining must not hold up other clients' streams.
                          .publishOn(Schedulers.parallel())
                          .map(document -> read(job, slice, document)),
                  TokenStream::close)
              .doFinally(_ -> cut.place().release(body.length));
        });
  }

  private Job job(CutRequest cut, int index, Slice slice, byte[] body) {
    InferenceRequest part =
        cut.request()
            .withPrompt(slice.promptStart(), slice.promptEnd(), slice.tokens(), slice.inputs());
    Job.Part place = new Job.Part(cut.whole().id(), index, cut.slices().size());
    return factory.part(cut.whole(), ids.get(), place, part, body);
  }

  /// Ends only with a failure: an acknowledged job is not an answer yet.
  private Mono<Opening> submitted(Job job, byte[] body) {
    return submitter.submit(job, body).then(Mono.never());
  }

  private static Mono<byte[]> collect(Slice slice, Place place, Opening opening) {
    return switch (opening) {
      case Opening.Refused(ApiError error, boolean _) ->
          Mono.error(new PartFailedException(InputNames.inRequest(error, slice)));
      case Opening.Whole(long length, Flux<byte[]> pieces) ->
          place
              .hold(length)
              .<Mono<byte[]>>map(error -> Mono.error(new PartFailedException(error)))
              .orElseGet(
                  () ->
                      pieces
                          .reduceWith(
                              () -> new ByteArrayOutputStream((int) length),
                              (document, piece) -> {
                                document.writeBytes(piece);
                                return document;
                              })
                          .map(ByteArrayOutputStream::toByteArray));
      case Opening.Flowing _ ->
          Mono.error(new IllegalStateException("the answer to embeddings never flows"));
    };
  }

  private static PartAnswer read(Job job, Slice slice, byte[] document) {
    try {
      return PartAnswer.read(slice, document);
    } catch (UnreadableJsonException e) {
      LOG.atWarn()
          .setMessage("answer cannot be joined, its client gets an error")
          .addKeyValue("jobId", job.id())
          .addKeyValue("model", job.model())
          .addKeyValue("reason", e.getMessage())
          .log();
      throw new PartFailedException(
          ApiError.of(ErrorReason.UPSTREAM_ERROR, "The model's answer is malformed."));
    }
  }
}
