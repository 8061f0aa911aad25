package online.speka.infra.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import online.speka.infra.bench.load.Exchange;
import online.speka.infra.bench.measure.ChunkCost;
import online.speka.infra.bench.measure.Tally;
import online.speka.infra.bench.stack.BareProcess;
import org.junit.jupiter.api.Test;

class StreamResultTest {

  private static final ChunkCost BARE = new ChunkCost(1000, 10, 8e6, 200_000);

  private final Tally edgeTally = new Tally();
  private final Tally bareTally = new Tally();

  private StreamResult result(ChunkCost edge, long dropped) {
    return new StreamResult(
        edge,
        BARE,
        edgeTally,
        bareTally,
        new BareProcess.Counts(400, 1000, dropped),
        64,
        Map.of("edge", 12_000_000L, "(bare)", 8_000_000L),
        Map.of("edge", Map.of("reactor-epoll", 9_000_000L)));
  }

  @Test
  void aCostAtItsTargetIsReached() {
    assertThat(result(new ChunkCost(1000, 10, 12e6, 256_000), 0).verdicts())
        .allMatch(it -> it.reached() && it.toString().startsWith("PASS"));
  }

  @Test
  void aCostOverItsTargetIsNot() {
    assertThat(result(new ChunkCost(1000, 10, 12.1e6, 257_000), 0).verdicts())
        .allMatch(it -> !it.reached() && it.toString().startsWith("OVER TARGET"));
  }

  @Test
  void whatCouldNotBeMeasuredIsNeither() {
    assertThat(result(new ChunkCost(1000, 10, Double.NaN, Double.NaN), 0).verdicts())
        .allMatch(it -> it.toString().startsWith("not measured"));
  }

  @Test
  void aFaultOnEitherSideOrADroppedFrameIsAnError() {
    edgeTally.record(new Exchange.Wrong(1, "a token too many"), true);
    bareTally.record(new Exchange.Failed(1, "the connection was closed"), true);

    assertThat(result(BARE, 1).errors()).isEqualTo(3);
  }

  @Test
  void peopleSeeBothServersAndTheirRatio() {
    String text = StreamText.of(result(new ChunkCost(1000, 10, 12e6, 300_000), 0));

    assertThat(text)
        .containsPattern("edge +1000 +100 +0.001 +83333 +12.0 +300\n")
        .containsPattern("bare Reactor Netty +1000 +100 +0.001 +125000 +8.0 +200\n")
        .containsPattern("edge - bare +4.0 +100\n")
        .containsPattern("edge / bare +1.50 +1.50\n")
        .contains("1000 frames in 400 messages of the channel, 2.50 in each")
        .containsPattern("reactor-epoll +edge +9.00\n");
  }
}
