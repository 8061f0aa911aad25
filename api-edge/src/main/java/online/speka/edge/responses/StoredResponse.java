package online.speka.edge.responses;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import online.speka.contract.error.ApiError;
import online.speka.contract.error.ErrorReason;

/// A response as it stands now.
public record StoredResponse(ResponseRecord record, ResponseState state) {
  private static final byte[] OUTPUT = "\"output\":[".getBytes(US_ASCII);
  private static final byte[] AFTER_OUTPUT = "],\"usage\":".getBytes(US_ASCII);

  /// @param grace how long after its deadline a response's end may still arrive
  static StoredResponse of(
      ResponseRecord record, LoggedAnswer logged, Instant now, Duration grace) {
    return new StoredResponse(
        record,
        switch (logged) {
          case LoggedAnswer.Whole(byte[] document) -> new ResponseState.Whole(document);
          case LoggedAnswer.Failed(ApiError error) -> new ResponseState.Failed(error);
          case LoggedAnswer.Nothing _ -> unfinished(record, new ResponseState.Queued(), now, grace);
          case LoggedAnswer.Unfinished _ ->
              unfinished(record, new ResponseState.InProgress(), now, grace);
        });
  }

  private static ResponseState unfinished(
      ResponseRecord record, ResponseState state, Instant now, Duration grace) {
    if (record.mode().cancelled()) {
      return new ResponseState.Cancelled();
    }
    return now.isAfter(record.deadline().plus(grace))
        ? new ResponseState.Failed(
            ApiError.of(ErrorReason.TIMEOUT, "The response was not finished in time."))
        : state;
  }

  /// The same, wanted by nobody any more.
  public StoredResponse cancelled() {
    return new StoredResponse(record.asCancelled(), new ResponseState.Cancelled());
  }

  public byte[] document() {
    return switch (state) {
      case ResponseState.Whole(byte[] document) -> document;
      case ResponseState.Queued _ -> ResponseDocuments.without(record.opening(), "queued");
      case ResponseState.InProgress _ -> ResponseDocuments.without(record.opening(), "in_progress");
      case ResponseState.Cancelled _ -> ResponseDocuments.without(record.opening(), "cancelled");
      case ResponseState.Failed(ApiError error) ->
          ResponseDocuments.failed(record.opening(), error);
    };
  }

  /// The items of the output as JSON, without the array's brackets; empty if there is none yet.
  Optional<byte[]> output() {
    if (!(state instanceof ResponseState.Whole(byte[] document))) {
      return Optional.empty();
    }
    int from = Bytes.indexOf(document, OUTPUT, record.opening().length);
    int to = Bytes.lastIndexOf(document, AFTER_OUTPUT);
    return from < 0 || to < from + OUTPUT.length
        ? Optional.empty()
        : Optional.of(Arrays.copyOfRange(document, from + OUTPUT.length, to));
  }
}
