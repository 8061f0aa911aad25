package online.speka.ledger.accounts;

import java.util.Map;
import online.speka.contract.principal.KeyHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Carries changes of keys from the outbox to the topic, and compares the two as wholes.
///
/// The outbox makes a change quick; the comparison makes it certain. It republishes everything when
/// the topic is new, and whatever an old message that arrived late has covered up.
final class PrincipalRelay {

  private static final Logger LOG = LoggerFactory.getLogger(PrincipalRelay.class);

  private final PrincipalOutbox outbox;
  private final PrincipalTopic topic;
  private final int batchMax;

  private volatile boolean compared;
  private volatile boolean caughtUp;

  PrincipalRelay(PrincipalOutbox outbox, PrincipalTopic topic, int batchMax) {
    this.outbox = outbox;
    this.topic = topic;
    this.batchMax = batchMax;
  }

  /// Whether the topic has said everything the database said at the start.
  boolean isCaughtUp() {
    return caughtUp;
  }

  void drainOnce() {
    boolean wasCompared = compared;
    guarded(
        "Changes of keys wait in the outbox",
        () -> {
          int published = outbox.drain(batchMax, topic::publish);
          while (published == batchMax) {
            published = outbox.drain(batchMax, topic::publish);
          }
          caughtUp = caughtUp || wasCompared;
        });
  }

  void compareOnce() {
    guarded(
        "The principals topic is not compared with the database",
        () -> {
          Map<KeyHash, Long> published = topic.versions();
          int different = outbox.enqueueDifferences(published);
          if (different > 0) {
            LOG.atInfo()
                .addKeyValue("keys", different)
                .addKeyValue("inTopic", published.size())
                .log("Keys that the topic does not have as they are will be published");
          }
          compared = true;
        });
  }

  private static void guarded(String consequence, Runnable work) {
    try {
      work.run();
    } catch (PrincipalTopicException | DataAccessException | TransactionException e) {
      LOG.atWarn().addKeyValue("why", e.getMessage()).log(consequence);
    }
  }
}
