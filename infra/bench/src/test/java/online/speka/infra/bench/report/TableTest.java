package online.speka.infra.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import online.speka.infra.bench.report.Verdict.Kind;
import org.junit.jupiter.api.Test;

class TableTest {

  @Test
  void theFirstColumnIsFlushLeftAndTheOthersFlushRight() {
    Table table = new Table("level", "p50", "").row("c=1", "3.25", "held").row("c=64", "12.00", "");

    assertThat(table)
        .hasToString(
            """
            level     p50
            c=1      3.25   held
            c=64    12.00
            """);
  }

  @Test
  void aTargetIsReachedOrNotOrNotMeasured() {
    assertThat(new Verdict("x", 2.0, " x", 2.0, Kind.AT_MOST).toString()).startsWith("PASS");
    assertThat(new Verdict("x", 2.1, " x", 2.0, Kind.AT_MOST).toString()).startsWith("OVER TARGET");
    assertThat(new Verdict("x", 299, "/s", 300, Kind.AT_LEAST).toString())
        .startsWith("UNDER TARGET");
    assertThat(new Verdict("x", Double.NaN, "/s", 300, Kind.AT_LEAST).toString())
        .startsWith("not measured");
  }
}
