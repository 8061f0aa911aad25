package online.speka.ledger.reporting;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.outcome.Outcome;
import online.speka.contract.usage.Usage;
import online.speka.contract.wire.JobEventCodec;
import online.speka.ledger.reporting.BillReport.PartReport;
import online.speka.ledger.reporting.BillReport.Tokens;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The jobs that a request was cut into.
final class JdbcPartReports {

  private static final String PARTS =
      """
      select event from part_outcome where request_id = :job order by part_index
      """;

  private final JdbcClient jdbc;

  JdbcPartReports(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<PartReport> of(UUID request) {
    return jdbc
        .sql(PARTS)
        .param("job", request)
        .query((row, _) -> JobEventCodec.decode(row.getBytes(1)))
        .list()
        .stream()
        .flatMap(JdbcPartReports::part)
        .toList();
  }

  private static Stream<PartReport> part(JobEvent event) {
    Job.Part part = event.job().part();
    if (part == null || !(event instanceof Outcome outcome)) {
      return Stream.empty();
    }
    Usage usage = outcome.usage();
    return Stream.of(
        new PartReport(
            part.index(),
            part.count(),
            event.job().id().value(),
            outcome.status().name().toLowerCase(Locale.ROOT),
            outcome.cause().name().toLowerCase(Locale.ROOT),
            outcome.attempt().number(),
            new Tokens(
                usage.promptTokens(),
                usage.cachedPromptTokens(),
                usage.completionTokens(),
                usage.reasoningTokens(),
                null),
            outcome.at()));
  }
}
