package online.speka.ledger.reporting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageCsvTest {

  private static final Instant FROM = Instant.parse("2026-11-01T00:00:00Z");
  private static final UsageQuery QUERY =
      new UsageQuery(
          FROM, FROM.plusSeconds(3600), UsageQuery.Step.HOUR, Set.of(), UsageQuery.Filter.ALL, 10);

  @Test
  void everyRowIsALineUnderTheHeader() throws IOException {
    StringBuilder out = new StringBuilder();

    UsageCsv.write(
        new UsageTable(
            QUERY,
            List.of(new UsageTable.Row(FROM, "acme", null, "key_1", "meta/llama", sum(-5))),
            false),
        out);

    assertThat(out)
        .hasToString(
            "from,organization,project,key,model,jobs,prompt_tokens,cached_prompt_tokens,"
                + "completion_tokens,reasoning_tokens,images,amount_micro_credits\r\n"
                + "2026-11-01T00:00:00Z,acme,,key_1,meta/llama,1,2,3,4,0,6,-5\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      textBlock =
          """
          plain           | plain
          =1+1            | '=1+1
          +1              | '+1
          -1              | '-1
          @SUM(A1)        | '@SUM(A1)
          a,b             | "a,b"
          say "hi"        | "say ""hi\"""
          =cmd,"x"        | "'=cmd,""x\"""
          """)
  void aNameIsNeverAFormulaAndNeverBreaksItsLine(String name, String written) {
    assertThat(UsageCsv.text(name)).isEqualTo(written);
  }

  @Test
  void aNameThatBeginsWithATabOrALineEndIsNoFormulaEither() {
    assertThat(UsageCsv.text("\t=1")).isEqualTo("'\t=1");
    assertThat(UsageCsv.text("\r\n=1")).isEqualTo("\"'\r\n=1\"");
  }

  @Test
  void aQuestionIsAboutWholeHoursAndABoundedTime() {
    assertThatThrownBy(() -> query(FROM.plusMillis(1), FROM.plusSeconds(3600), 1))
        .hasMessageContaining("whole hours");
    assertThatThrownBy(() -> query(FROM, FROM, 1)).hasMessageContaining("from must be before to");
    assertThatThrownBy(() -> query(FROM, FROM.plusSeconds(3600), 0))
        .hasMessageContaining("rows_max must be 1 to 100000, not 0");
  }

  private static UsageQuery query(Instant from, Instant to, int rowsMax) {
    return new UsageQuery(from, to, UsageQuery.Step.DAY, Set.of(), UsageQuery.Filter.ALL, rowsMax);
  }

  private static UsageTable.Sum sum(long amount) {
    return new UsageTable.Sum(
        1,
        BigInteger.TWO,
        BigInteger.valueOf(3),
        BigInteger.valueOf(4),
        BigInteger.ZERO,
        BigInteger.valueOf(6),
        BigInteger.valueOf(amount));
  }
}
