package online.speka.edge.streaming;

import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.job.Job;
import online.speka.contract.principal.KeyId;

/// Opens streams. A stream must be open before its job is submitted: frames of a job nobody waits
/// for are dropped.
public interface TokenStreams {

  TokenStream open(Job job, ClientConnection client);

  /// Opens one more stream of a job, from its first byte on. What this edge does not hear is read
  /// from the replay log, a little behind. To close it cancels nothing; but a job that outlives its
  /// client is attended while the stream is open.
  TokenStream follow(Followed followed, ClientConnection client);

  /// A document that is here already, at the pace of its client. One that takes nothing is cut off.
  ///
  /// @param pieces not empty
  Opening.Whole document(long length, List<byte[]> pieces, ClientConnection client);

  /// Ends every stream that is read with this key with an error. Their jobs are cancelled.
  ///
  /// @return how many there were
  int cut(KeyId reader, ApiError error);

  /// Whether frames can arrive at all now.
  boolean isUp();
}
