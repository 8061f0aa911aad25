package online.speka.ledger.admin.resources;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import online.speka.contract.catalog.ModelId;
import online.speka.contract.principal.KeyId;
import online.speka.contract.principal.ProjectId;
import online.speka.contract.principal.TenantId;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Query;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.reporting.UsageQuery;
import online.speka.ledger.reporting.UsageReports;
import online.speka.ledger.reporting.UsageTable;
import org.jspecify.annotations.Nullable;

/// What was used in a span of whole hours, as JSON or as comma-separated values.
final class UsageResource implements Resource {

  private static final Duration SPAN_DEFAULT = Duration.ofDays(1);
  private static final int JSON_ROWS_MAX = 1_000;
  private static final String GROUP_BY = "group_by";

  private final UsageReports reports;
  private final InstantSource clock;

  UsageResource(UsageReports reports, InstantSource clock) {
    this.reports = reports;
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get("/usage", call -> new Reply.Json(View.of(json(call)))),
        Operation.get("/usage.csv", this::csv));
  }

  private UsageTable json(Call call) {
    return reports.usage(question(call.query(), JSON_ROWS_MAX));
  }

  private Reply csv(Call call) {
    UsageQuery question = question(call.query(), UsageQuery.ROWS_MAX);
    StringBuilder text = new StringBuilder();
    try {
      reports.writeCsv(question, text);
    } catch (IOException e) {
      throw new IllegalStateException("text in memory has no end", e);
    }
    return new Reply.Csv(text.toString(), "usage.csv");
  }

  private UsageQuery question(Query query, int rowsMax) {
    Instant to = query.instant("to").orElseGet(this::endOfThisHour);
    Instant from = query.instant("from").orElseGet(() -> to.minus(SPAN_DEFAULT));
    UsageQuery.Step step = query.read("step", UsageResource::step).orElse(UsageQuery.Step.TOTAL);
    Set<UsageQuery.Dimension> by =
        query
            .read(GROUP_BY, UsageResource::dimensions)
            .orElse(EnumSet.of(UsageQuery.Dimension.ORGANIZATION, UsageQuery.Dimension.MODEL));
    UsageQuery.Filter filter =
        new UsageQuery.Filter(
            query.read(Path.ORGANIZATION, TenantId::new).orElse(null),
            query.read(Path.PROJECT, ProjectId::new).orElse(null),
            query.read(Path.KEY, KeyId::new).orElse(null),
            query.read("model", ModelId::new).orElse(null));
    try {
      return new UsageQuery(from, to, step, by, filter, rowsMax);
    } catch (IllegalArgumentException e) {
      throw AdminException.invalid("from", String.valueOf(e.getMessage()));
    }
  }

  private Instant endOfThisHour() {
    return clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
  }

  private static UsageQuery.Step step(String word) {
    return Stream.of(UsageQuery.Step.values())
        .filter(step -> step.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be total, hour, day or month"));
  }

  private static Set<UsageQuery.Dimension> dimensions(String words) {
    Set<UsageQuery.Dimension> by = EnumSet.noneOf(UsageQuery.Dimension.class);
    for (String word : words.isEmpty() ? new String[0] : words.split(",", -1)) {
      by.add(
          Stream.of(UsageQuery.Dimension.values())
              .filter(dimension -> dimension.name().toLowerCase(Locale.ROOT).equals(word))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "is a list of organization, project, key and model, with commas")));
    }
    return by;
  }

  /// @param truncated whether there were more rows: ask for less time, or for the CSV
  private record View(Instant from, Instant to, List<Row> rows, boolean truncated) {
    static View of(UsageTable table) {
      return new View(
          table.query().from(),
          table.query().to(),
          table.rows().stream().map(Row::of).toList(),
          table.truncated());
    }
  }

  private record Row(
      @Nullable Instant at,
      @Nullable String organization,
      @Nullable String project,
      @Nullable String key,
      @Nullable String model,
      @JsonUnwrapped UsageTable.Sum sum) {
    static Row of(UsageTable.Row row) {
      return new Row(
          row.at(), row.organization(), row.project(), row.key(), row.model(), row.sum());
    }
  }
}
