package online.speka.infra.bench.measure;

/// What the chunks that a server wrote in some time cost it.
///
/// @param chunks that its clients read
/// @param cpuNanos of the process; not a number if unknown, as the next
/// @param allocatedBytes by all its threads
public record ChunkCost(long chunks, double seconds, double cpuNanos, double allocatedBytes) {

  public double chunksPerSecond() {
    return chunks / seconds;
  }

  /// Share of one core.
  public double cores() {
    return cpuNanos / 1e9 / seconds;
  }

  /// What one core that did nothing else would write.
  public double chunksPerSecondPerCore() {
    return chunks / (cpuNanos / 1e9);
  }

  public double cpuMicrosPerChunk() {
    return cpuNanos / 1e3 / chunks;
  }

  public double bytesPerChunk() {
    return allocatedBytes / chunks;
  }

  /// How many times the other's CPU a chunk costs here.
  public double cpuOver(ChunkCost other) {
    return cpuMicrosPerChunk() / other.cpuMicrosPerChunk();
  }

  /// How many times the other's bytes a chunk allocates here.
  public double bytesOver(ChunkCost other) {
    return bytesPerChunk() / other.bytesPerChunk();
  }
}
