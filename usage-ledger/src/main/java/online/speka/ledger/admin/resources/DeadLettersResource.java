package online.speka.ledger.admin.resources;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import online.speka.contract.job.Job;
import online.speka.contract.job.JobId;
import online.speka.ledger.admin.http.AdminException;
import online.speka.ledger.admin.http.Call;
import online.speka.ledger.admin.http.Operation;
import online.speka.ledger.admin.http.Paged;
import online.speka.ledger.admin.http.Reply;
import online.speka.ledger.admin.http.Resource;
import online.speka.ledger.deadletters.BuriedJob;
import online.speka.ledger.deadletters.BuriedJobs;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/// Jobs that failed for good. What their clients wrote is never shown.
final class DeadLettersResource implements Resource {

  private static final String NUMBER = "dead_letter";
  private static final String PATH = "/dead-letters";
  private static final String ONE = PATH + "/{" + NUMBER + "}";

  private final BuriedJobs jobs;

  DeadLettersResource(BuriedJobs jobs) {
    this.jobs = jobs;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.get(PATH, this::newest),
        Operation.get(ONE, call -> new Reply.Json(View.of(find(call)))),
        Operation.change(HttpMethod.POST, ONE + "/replay", "dead_letter.replay", this::replay));
  }

  /// The newest only: nobody leafs through thousands of failures.
  private Reply newest(Call call) {
    return new Reply.Json(
        new Paged<>(jobs.newest(call.query().limit()).stream().map(View::of).toList(), null));
  }

  private Reply.Changed replay(Call call) {
    BuriedJob job = find(call);
    job.obstacle()
        .ifPresent(
            why -> {
              throw AdminException.conflict("This job cannot be replayed: " + why + ".");
            });
    JobId replayed = jobs.replay(job);
    return new Reply.Changed(
        200,
        "dead_letter:" + job.offset(),
        job.job().origin().tenant().value(),
        new Replayed(job.offset(), replayed.value()));
  }

  private BuriedJob find(Call call) {
    return jobs.find(call.id(NUMBER, Long::parseUnsignedLong))
        .orElseThrow(() -> AdminException.notFound("There is no such dead letter."));
  }

  /// @param obstacle why it cannot be replayed; null if it can
  private record View(
      long number,
      Instant buriedAt,
      UUID jobId,
      String organization,
      String key,
      String model,
      String reason,
      String detail,
      @Nullable String obstacle) {

    static View of(BuriedJob buried) {
      Job job = buried.job();
      return new View(
          buried.offset(),
          buried.buriedAt(),
          job.id().value(),
          job.origin().tenant().value(),
          job.origin().key().value(),
          job.model().value(),
          buried.reason(),
          buried.detail(),
          buried.obstacle().orElse(null));
    }
  }

  /// @param jobId the job that runs in its place
  private record Replayed(long number, UUID jobId) {}
}
