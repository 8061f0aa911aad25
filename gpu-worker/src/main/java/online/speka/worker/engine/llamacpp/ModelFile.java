package online.speka.worker.engine.llamacpp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import online.speka.worker.engine.EngineStartException;
import org.jspecify.annotations.Nullable;

/// A GGUF file and the checksum it must have.
///
/// @param sha256 hex; null means any file is taken
record ModelFile(Path path, @Nullable String sha256) {

  private static final int READ_BYTES = 1 << 20;

  /// @throws EngineStartException if it is not there
  void requireReadable() {
    if (!Files.isReadable(path)) {
      throw new EngineStartException(
          "there is no model file " + path.toAbsolutePath() + " (llama_cpp.file in the catalog)",
          null);
    }
  }

  /// @throws EngineStartException if it is another one
  void verifyChecksum() {
    if (sha256 != null) {
      String actual = checksum();
      if (!sha256.equalsIgnoreCase(actual)) {
        throw new EngineStartException(
            path.toAbsolutePath() + " has the checksum " + actual + ", not " + sha256, null);
      }
    }
  }

  private String checksum() {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[READ_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new EngineStartException(path.toAbsolutePath() + " cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
