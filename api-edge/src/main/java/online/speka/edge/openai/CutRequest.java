package online.speka.edge.openai;

import java.util.List;
import online.speka.contract.job.Job;
import online.speka.edge.admission.Place;
import online.speka.edge.joining.Slice;
import online.speka.edge.streaming.ClientConnection;
import online.speka.edge.validation.InferenceRequest;

/// A request on its way through several jobs.
///
/// @param whole the job that it would be in one piece
/// @param slices two or more
record CutRequest(
    Job whole,
    InferenceRequest request,
    byte[] body,
    List<Slice> slices,
    Place place,
    ClientConnection client) {

  CutRequest {
    slices = List.copyOf(slices);
  }

  /// The bytes of all parts' bodies together.
  long partBytes() {
    return slices.stream().mapToLong(slice -> slice.length(body)).sum();
  }
}
