package online.speka.infra.bench.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionTest {

  private static final Instant END = Instant.parse("2026-11-24T02:00:00Z");

  @Test
  void endsWhereTheBillsEndAndBeginsAsFarBackAsItsWordsSay() {
    List<Question> asked = Question.ofUsage(END, Duration.ofDays(365), "org_1");

    assertThat(asked)
        .allSatisfy(question -> assertThat(question.path()).contains("&to=2026-11-24T02:00:00Z"));
    assertThat(asked.getFirst().path())
        .startsWith("/usage?from=2026-11-23T02:00:00Z")
        .contains("&organization=org_1");
  }

  @Test
  void asksForEverybodyWithoutNamingAnOrganisation() {
    Question everything = Question.ofEverything(END, Duration.ofDays(365));

    assertThat(everything.path())
        .isEqualTo(
            "/usage?from=2025-11-24T02:00:00Z&to=2026-11-24T02:00:00Z&step=month&group_by=model");
  }
}
