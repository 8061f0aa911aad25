package online.speka.ledger.deadletters;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import online.speka.contract.job.JobId;

/// Ids of replayed jobs: the time of the first acceptance, and for the random part a digest of the
/// old id and the letter's place.
final class ReplayId {

  private static final long TIME_AND_VERSION = 0xFFFF_FFFF_FFFF_F000L;
  private static final long RANDOM_A = 0x0FFFL;
  private static final long RANDOM_B = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private ReplayId() {}

  static JobId of(JobId dead, long offset) {
    ByteBuffer digest = ByteBuffer.wrap(digest(dead + "@" + offset));
    long high = dead.value().getMostSignificantBits() & TIME_AND_VERSION;
    return new JobId(
        new UUID(high | (digest.getLong() & RANDOM_A), VARIANT | (digest.getLong() & RANDOM_B)));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
