package online.speka.infra.bench.scenario;

import java.util.List;
import java.util.Map;
import online.speka.infra.bench.measure.ChunkCost;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.report.Verdict;
import online.speka.infra.bench.report.Verdict.Kind;
import online.speka.infra.bench.stack.BareProcess;

/// What `stream` found.
///
/// @param edgeTally every stream of the run, as read from the edge
/// @param bareTally the same streams, as read from the bare server
/// @param channel what came over the channel of both while it was measured
/// @param inFlight streams at the end of the measurement
/// @param cpuNanos of everybody, by role
/// @param threadCpuNanos by role and thread pool
record StreamResult(
    ChunkCost edge,
    ChunkCost bare,
    Tally edgeTally,
    Tally bareTally,
    BareProcess.Counts channel,
    int inFlight,
    Map<String, Long> cpuNanos,
    Map<String, Map<String, Long>> threadCpuNanos) {

  static final double CPU_RATIO_MAX = 1.5;
  static final double BYTES_PER_CHUNK_MAX = 256;

  double framesPerMessage() {
    return channel.frames() / (double) channel.messages();
  }

  int errors() {
    return edgeTally.errors() + bareTally.errors() + (int) channel.dropped();
  }

  List<Verdict> verdicts() {
    return List.of(
        new Verdict(
            "CPU per chunk of the edge over the bare server's",
            edge.cpuOver(bare),
            " x",
            CPU_RATIO_MAX,
            Kind.AT_MOST),
        new Verdict(
            "allocated by the edge per chunk",
            edge.bytesPerChunk(),
            " B",
            BYTES_PER_CHUNK_MAX,
            Kind.AT_MOST));
  }

  Json json() {
    return new Json(
        side(edge, edgeTally),
        side(bare, bareTally),
        edge.cpuOver(bare),
        edge.bytesOver(bare),
        framesPerMessage(),
        channel,
        inFlight,
        cpuNanos,
        threadCpuNanos);
  }

  private static Side side(ChunkCost cost, Tally tally) {
    return new Side(
        cost.chunks(),
        cost.chunksPerSecond(),
        cost.cores(),
        cost.chunksPerSecondPerCore(),
        cost.cpuMicrosPerChunk(),
        cost.bytesPerChunk(),
        LevelResult.side(tally));
  }

  record Side(
      long chunks,
      double chunksPerSecond,
      double cores,
      double chunksPerSecondPerCore,
      double cpuMicrosPerChunk,
      double bytesAllocatedPerChunk,
      LevelResult.Side streams) {}

  record Json(
      Side edge,
      Side bare,
      double cpuRatio,
      double bytesRatio,
      double framesPerMessage,
      BareProcess.Counts channel,
      int inFlight,
      Map<String, Long> cpuNanos,
      Map<String, Map<String, Long>> threadCpuNanos) {}
}
