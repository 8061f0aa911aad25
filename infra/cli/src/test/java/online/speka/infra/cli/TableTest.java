package online.speka.infra.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TableTest {

  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void columnsAreAlignedAndNumbersStandToTheRight() {
    String table =
        Table.of(
            JSON.readTree(
                """
                [{"name": "a", "jobs": 7, "by": null}, {"name": "long", "jobs": 1234, "by": ["x"]}]
                """),
            List.of("name", "jobs", "by"));

    assertThat(table)
        .isEqualTo(
            """
            NAME  JOBS  BY
            a        7  -
            long  1234  x
            """);
  }

  @Test
  void nothingThatATenantWroteMovesTheCursor() {
    String table = Table.of(JSON.createObjectNode().put("name", "\u001b[2Jgone\nnext"));

    assertThat(table).isEqualTo("name  ?[2Jgone?next\n");
  }
}
