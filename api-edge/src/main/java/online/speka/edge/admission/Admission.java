package online.speka.edge.admission;

import online.speka.contract.error.ApiError;

/// Whether a request may come in.
public sealed interface Admission {

  /// There is a place. Whoever gets it gives it back exactly once.
  record Admitted(Place place) implements Admission {}

  /// There is none. Nothing was queued.
  record Rejected(ApiError error) implements Admission {}
}
