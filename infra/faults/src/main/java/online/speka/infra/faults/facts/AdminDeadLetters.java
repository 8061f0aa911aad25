package online.speka.infra.faults.facts;

import java.util.List;
import java.util.Set;
import online.speka.infra.faults.history.Entry;
import tools.jackson.databind.JsonNode;

/// The dead letters, as an operator lists them.
public final class AdminDeadLetters implements AutoCloseable {

  /// Far more than any cell buries.
  private static final int LETTERS_MAX = 50;

  private final AdminDoor door;

  public AdminDeadLetters(AdminFunds.Door door) {
    this.door = new AdminDoor(door);
  }

  /// Those of these jobs.
  public List<Entry.Buried> of(Set<String> jobs, long atMicros) {
    JsonNode letters = door.get("/dead-letters?limit=" + LETTERS_MAX);
    return letters
        .path("data")
        .valueStream()
        .filter(letter -> jobs.contains(letter.path("job_id").asString("")))
        .map(letter -> letter(letter, atMicros))
        .toList();
  }

  private static Entry.Buried letter(JsonNode letter, long atMicros) {
    return new Entry.Buried(
        atMicros,
        letter.path("job_id").asString(""),
        letter.path("number").asLong(),
        letter.path("reason").asString(""),
        letter.path("obstacle").asString(""));
  }

  @Override
  public void close() {
    door.close();
  }
}
