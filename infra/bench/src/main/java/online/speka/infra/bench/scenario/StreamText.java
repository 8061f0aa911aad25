package online.speka.infra.bench.scenario;

import static online.speka.infra.bench.report.Numbers.fixed;

import java.util.Comparator;
import java.util.Map;
import online.speka.infra.bench.measure.ChunkCost;
import online.speka.infra.bench.report.Table;

/// The result of `stream` for people.
final class StreamText {

  private static final int POOLS_SHOWN = 12;

  private record Pool(String role, String name, double micros) {}

  private StreamText() {}

  static String of(StreamResult result) {
    return "Both servers wrote the same chunks in the same %s s, %d streams in flight\n\n"
            .formatted(fixed(result.edge().seconds(), 1), result.inFlight())
        + costs(result)
        + channel(result)
        + "\n"
        + pools(result)
        + machine(result);
  }

  private static Table costs(StreamResult result) {
    Table table =
        new Table(
            "server",
            "chunks",
            "chunks/s",
            "cores",
            "chunks/s per core",
            "CPU us/chunk",
            "allocated B/chunk");
    row(table, Testbed.EDGE, result.edge());
    row(table, "bare Reactor Netty", result.bare());
    table.row(
        "edge - bare",
        "",
        "",
        "",
        "",
        fixed(result.edge().cpuMicrosPerChunk() - result.bare().cpuMicrosPerChunk(), 1),
        fixed(result.edge().bytesPerChunk() - result.bare().bytesPerChunk(), 0));
    return table.row(
        "edge / bare",
        "",
        "",
        "",
        "",
        fixed(result.edge().cpuOver(result.bare()), 2),
        fixed(result.edge().bytesOver(result.bare()), 2));
  }

  private static void row(Table table, String name, ChunkCost cost) {
    table.row(
        name,
        "" + cost.chunks(),
        fixed(cost.chunksPerSecond(), 0),
        fixed(cost.cores(), 3),
        fixed(cost.chunksPerSecondPerCore(), 0),
        fixed(cost.cpuMicrosPerChunk(), 1),
        fixed(cost.bytesPerChunk(), 0));
  }

  private static String channel(StreamResult result) {
    return "%d frames in %d messages of the channel, %s in each%n"
        .formatted(
            result.channel().frames(),
            result.channel().messages(),
            fixed(result.framesPerMessage(), 2));
  }

  private static Table pools(StreamResult result) {
    Table table = new Table("busiest threads", "server", "CPU us/chunk");
    Map.of(Testbed.EDGE, result.edge(), StreamCommand.BARE, result.bare()).entrySet().stream()
        .flatMap(
            server ->
                result.threadCpuNanos().getOrDefault(server.getKey(), Map.of()).entrySet().stream()
                    .map(
                        pool ->
                            new Pool(
                                server.getKey(),
                                pool.getKey(),
                                pool.getValue() / 1e3 / server.getValue().chunks())))
        .sorted(Comparator.comparingDouble(Pool::micros).reversed())
        .limit(POOLS_SHOWN)
        .forEach(pool -> table.row(pool.name(), pool.role(), fixed(pool.micros(), 2)));
    return table;
  }

  /// Who else was at work: a machine that is short of cores shows in both servers.
  private static String machine(StreamResult result) {
    StringBuilder text = new StringBuilder("\ncores of everybody:");
    result
        .cpuNanos()
        .forEach(
            (role, nanos) ->
                text.append(' ')
                    .append(role)
                    .append(' ')
                    .append(fixed(nanos / 1e9 / result.edge().seconds(), 2)));
    return text.append('\n').toString();
  }
}
