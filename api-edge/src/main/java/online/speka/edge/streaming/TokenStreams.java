package online.speka.edge.streaming;

import online.speka.contract.job.Job;

/// Opens streams. A stream must be open before its job is submitted: frames of a job nobody waits
/// for are dropped.
public interface TokenStreams {

  TokenStream open(Job job, ClientConnection client);

  /// Whether frames can arrive at all now.
  boolean isUp();
}
