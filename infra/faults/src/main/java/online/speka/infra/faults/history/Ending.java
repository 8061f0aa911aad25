package online.speka.infra.faults.history;

/// What a client got, compared with what it should have got.
public enum Ending {
  /// All of the answer, byte for byte.
  COMPLETE,
  /// A right beginning, then an error event and an orderly end.
  ERROR_EVENT,
  /// An error of the server (5xx, 429) instead of an answer.
  REFUSED,
  /// A 402 instead of an answer: whoever pays has not enough left.
  UNPAID,
  /// A right beginning, then the connection broke.
  CUT,
  /// No edge took the connection.
  NO_CONNECTION,
  /// The client left; what it had got was right.
  LEFT,
  /// No end within the time that anybody waits.
  SILENT,
  /// Bytes that must not be, or an end that claims to be one and is not.
  WRONG
}
