package online.speka.infra.local.models;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

/// A file behind a URL.
record HttpModelSource(String name, URI url, Duration connectTimeout, Duration idleTimeout)
    implements ModelSource {

  private static final String HUB = "https://huggingface.co/";

  /// Short: where there is no way out, the next source should have its turn soon.
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /// Longest silence in mid-transfer.
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  /// A file of a repository on the Hugging Face hub.
  static HttpModelSource huggingFace(String repository, String revision, String file) {
    return new HttpModelSource(
        "Hugging Face",
        URI.create(HUB + repository + "/resolve/" + revision + "/" + file),
        CONNECT_TIMEOUT,
        IDLE_TIMEOUT);
  }

  @Override
  public long scratchBytes(ModelArtifact artifact) {
    return artifact.bytes();
  }

  @Override
  public void fetch(ModelArtifact artifact, Path to, Transfer transfer)
      throws IOException, InterruptedException {
    // Not java.net.http: it has no limit on the silence between two pieces of a body.
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()));
    connection.setReadTimeout(Math.toIntExact(idleTimeout.toMillis()));
    try {
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("it answered with status " + status);
      }
      try (InputStream in = connection.getInputStream()) {
        transfer.copy(in, to, artifact.bytes());
      }
    } catch (UnknownHostException e) {
      throw new IOException("there is no " + url.getHost() + " to be found", e);
    } catch (SocketTimeoutException e) {
      throw new IOException("it does not answer", e);
    } finally {
      connection.disconnect();
    }
  }
}
