package online.speka.edge.admission;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.job.Job;
import online.speka.contract.principal.TenantId;

/// Hashes of a prompt's leading blocks. Two prompts share the first n hashes if their first n
/// blocks are the same, so a worker that served one has the other's prefix in its cache.
///
/// Each hash covers all blocks before it. Tenants are salted apart: equal prompts of two tenants
/// have nothing in common, so no tenant can time another's prefixes.
public final class PrefixHashes {
  public static final int BLOCK_BYTES = 1024;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private PrefixHashes() {}

  /// @param from where the prompt begins in the bytes
  /// @param to where it ends; a last, shorter block is left out
  public static List<Long> of(TenantId tenant, byte[] bytes, int from, int to) {
    int blocks = Math.min((to - from) / BLOCK_BYTES, Job.Demand.PREFIX_HASHES_MAX);
    List<Long> hashes = new ArrayList<>(blocks);
    long hash = salt(tenant);
    for (int block = 0; block < blocks; block++) {
      int start = from + block * BLOCK_BYTES;
      for (int at = start; at < start + BLOCK_BYTES; at += Long.BYTES) {
        hash = mix(hash ^ (long) LONGS.get(bytes, at));
      }
      hashes.add(hash);
    }
    return hashes;
  }

  private static long salt(TenantId tenant) {
    long salt = 0x9E3779B97F4A7C15L;
    for (int i = 0; i < tenant.value().length(); i++) {
      salt = mix(salt ^ tenant.value().charAt(i));
    }
    return salt;
  }

  /// A bijection that spreads every bit (the finalizer of SplitMix64).
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
