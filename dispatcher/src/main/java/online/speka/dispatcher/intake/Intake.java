package online.speka.dispatcher.intake;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.SmartLifecycle;

/// Starts intake in the one order that loses nothing: topics exist before the group is joined, and
/// outcomes and cancellations are followed before the first model is owned. Stops in the reverse
/// order: commits and leaves the group before anything else goes.
public final class Intake implements SmartLifecycle {

  private static final Duration FOLLOWING_MAX = Duration.ofSeconds(60);

  private final KafkaTopicsSetup topics;
  private final KafkaOutcomes outcomes;
  private final Takeover takeover;
  private final RedisCancels cancels;
  private final KafkaIntake intake;
  private volatile boolean running;

  Intake(
      KafkaTopicsSetup topics,
      KafkaOutcomes outcomes,
      Takeover takeover,
      RedisCancels cancels,
      KafkaIntake intake) {
    this.topics = topics;
    this.outcomes = outcomes;
    this.takeover = takeover;
    this.cancels = cancels;
    this.intake = intake;
  }

  @Override
  public void start() {
    try {
      topics.ensure();
      outcomes.start();
      outcomes.following().get(FOLLOWING_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while starting", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the outcomes topic could not be read", e);
    }
    takeover.start();
    cancels.start();
    intake.start();
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    intake.close();
    takeover.close();
    outcomes.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Whether the group has given this process its share of the models, be it none.
  public boolean hasJoined() {
    return intake.hasJoined();
  }
}
