package online.speka.edge.resumption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import online.speka.contract.catalog.JobKind;

/// What tells one request from another under the same key: a digest of its kind and its body, byte
/// for byte.
public record Fingerprint(String hex) {

  public static Fingerprint of(JobKind kind, byte[] body) {
    MessageDigest digest = sha256();
    digest.update(kind.name().getBytes(US_ASCII));
    digest.update((byte) '\n');
    return new Fingerprint(HexFormat.of().formatHex(digest.digest(body)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
