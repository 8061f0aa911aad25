package online.speka.dispatcher.handoff;

import java.util.function.Consumer;
import online.speka.contract.job.Job;
import online.speka.contract.outcome.Outcome;
import online.speka.dispatcher.flowcontrol.Decision;
import online.speka.dispatcher.flowcontrol.OwnerEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out one decision. Never blocks: it may run on the thread that polls jobs or on one that
/// reads from Redis.
public final class Performer {

  private static final Logger LOG = LoggerFactory.getLogger(Performer.class);

  private final Assigning assigning;
  private final Facts facts;
  private final FailureFrames frames;
  private final LastWords lastWords;
  private final LostAttempts lost;

  Performer(
      Assigning assigning,
      Facts facts,
      FailureFrames frames,
      LastWords lastWords,
      LostAttempts lost) {
    this.assigning = assigning;
    this.facts = facts;
    this.frames = frames;
    this.lastWords = lastWords;
    this.lost = lost;
  }

  /// @param answer told what came of it, at once or later, on any thread
  public void perform(Decision decision, Consumer<OwnerEvent> answer) {
    switch (decision) {
      case Decision.Assign assign -> assigning.assign(assign, answer);
      case Decision.Conclude conclude -> conclude(conclude, answer);
      case Decision.ReportFailure(var failure) -> {
        LOG.atInfo()
            .addKeyValue("jobId", failure.job().id())
            .addKeyValue("attempt", failure.attempt())
            .addKeyValue("cause", failure.cause())
            .addKeyValue("detail", failure.detail())
            .log("attempt failed");
        lost.report(failure);
      }
      case Decision.Reassure reassure -> lastWords.seeTo(reassure);
      // Dealt with by whoever owns the model.
      case Decision.Finish _, Decision.ReadFacts _ -> {}
    }
  }

  private void conclude(Decision.Conclude conclude, Consumer<OwnerEvent> answer) {
    Outcome outcome = conclude.outcome();
    Job job = outcome.job();
    if (conclude.deadLetter()) {
      var _ =
          facts
              .bury(conclude.arrival(), outcome)
              .exceptionally(
                  e -> {
                    LOG.atError()
                        .setCause(e)
                        .addKeyValue("jobId", job.id())
                        .log("failed job is not in the dead letters; its outcome is unaffected");
                    return null;
                  });
    }
    var _ =
        facts
            .append(outcome)
            .whenComplete(
                (_, failure) -> {
                  if (failure != null) {
                    LOG.atWarn()
                        .setCause(failure)
                        .addKeyValue("jobId", job.id())
                        .log("outcome cannot be written; it is tried again");
                    answer.accept(new OwnerEvent.ConcludeFailed(job.id()));
                    return;
                  }
                  LOG.atInfo()
                      .addKeyValue("jobId", job.id())
                      .addKeyValue("tenant", job.origin().tenant())
                      .addKeyValue("model", job.model())
                      .addKeyValue("outcome", outcome.status())
                      .addKeyValue("cause", outcome.cause())
                      .addKeyValue("detail", outcome.detail())
                      .log("job ended by the dispatcher");
                  answer.accept(new OwnerEvent.Concluded(job.id()));
                  if (conclude.error() != null) {
                    frames.publish(job, outcome.attempt(), conclude.error());
                  }
                });
  }
}
