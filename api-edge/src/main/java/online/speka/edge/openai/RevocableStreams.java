package online.speka.edge.openai;

import java.util.List;
import online.speka.contract.error.ApiError;
import online.speka.contract.job.Job;
import online.speka.contract.principal.KeyId;
import online.speka.edge.auth.Authentication;
import online.speka.edge.auth.Revocations;
import online.speka.edge.streaming.ClientConnection;
import online.speka.edge.streaming.Followed;
import online.speka.edge.streaming.Opening;
import online.speka.edge.streaming.TokenStream;
import online.speka.edge.streaming.TokenStreams;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Streams that end with an error when the key that reads them is revoked.
///
/// A stream is there before its key is looked at once more, and a key is revoked before the streams
/// are looked through: whichever comes first, none is missed. The second look also catches a
/// request whose body was still coming when its key was revoked.
final class RevocableStreams implements TokenStreams {
  private static final Logger LOG = LoggerFactory.getLogger(RevocableStreams.class);

  private final TokenStreams streams;
  private final Revocations revocations;

  private RevocableStreams(TokenStreams streams, Revocations revocations) {
    this.streams = streams;
    this.revocations = revocations;
  }

  static RevocableStreams of(TokenStreams streams, Revocations revocations) {
    RevocableStreams revocable = new RevocableStreams(streams, revocations);
    revocations.onRevoked(revocable::revoked);
    return revocable;
  }

  private void revoked(KeyId key) {
    int cut = streams.cut(key, Authentication.KEY_REVOKED);
    if (cut > 0) {
      LOG.atInfo()
          .setMessage("key revoked, its open streams end and their jobs are cancelled")
          .addKeyValue("key", key)
          .addKeyValue("streams", cut)
          .log();
    }
  }

  @Override
  public TokenStream open(Job job, ClientConnection client) {
    TokenStream stream = streams.open(job, client);
    lookAgain(job.origin().key());
    return stream;
  }

  @Override
  public TokenStream follow(Followed followed, ClientConnection client) {
    TokenStream stream = streams.follow(followed, client);
    lookAgain(followed.reader());
    return stream;
  }

  private void lookAgain(KeyId key) {
    if (revocations.isRevoked(key)) {
      revoked(key);
    }
  }

  @Override
  public int cut(KeyId reader, ApiError error) {
    return streams.cut(reader, error);
  }

  @Override
  public Opening.Whole document(long length, List<byte[]> pieces, ClientConnection client) {
    return streams.document(length, pieces, client);
  }

  @Override
  public boolean isUp() {
    return streams.isUp();
  }
}
