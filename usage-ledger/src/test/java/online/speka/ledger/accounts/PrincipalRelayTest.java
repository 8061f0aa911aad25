package online.speka.ledger.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import online.speka.contract.principal.KeyHash;
import online.speka.testkit.principals.PrincipalBuilder;
import org.junit.jupiter.api.Test;

class PrincipalRelayTest {

  private final FakeOutbox outbox = new FakeOutbox();
  private final FakeTopic topic = new FakeTopic();
  private final PrincipalRelay relay = new PrincipalRelay(outbox, topic, 10);

  @Test
  void everythingInTheOutboxIsPublishedHoweverMuchItIs() {
    outbox.change(35);

    relay.drainOnce();

    assertThat(topic.versions).hasSize(35);
    assertThat(outbox.waiting).isEmpty();
  }

  @Test
  void whatCannotBePublishedStaysInTheOutbox() {
    outbox.change(3);
    topic.away = true;

    relay.drainOnce();
    assertThat(outbox.waiting).hasSize(3);

    topic.away = false;
    relay.drainOnce();
    assertThat(topic.versions).hasSize(3);
  }

  @Test
  void aTopicThatWasLostIsFilledAgain() {
    outbox.change(3);
    relay.drainOnce();
    topic.versions.clear();

    relay.compareOnce();
    relay.drainOnce();

    assertThat(topic.versions).hasSize(3);
  }

  @Test
  void itIsCaughtUpWhenTheTopicWasComparedAndTheOutboxDrainedAfterThat() {
    outbox.change(1);
    relay.drainOnce();
    assertThat(relay.isCaughtUp()).as("drained, but not compared").isFalse();

    relay.compareOnce();
    assertThat(relay.isCaughtUp()).as("compared, but not drained after it").isFalse();

    topic.away = true;
    outbox.change(1);
    relay.drainOnce();
    assertThat(relay.isCaughtUp()).as("drained in vain").isFalse();

    topic.away = false;
    relay.drainOnce();
    assertThat(relay.isCaughtUp()).isTrue();
  }

  private static KeyHash hash(int number) {
    return new KeyHash("%064x".formatted(number));
  }

  private static final class FakeOutbox implements PrincipalOutbox {
    private final Map<KeyHash, Long> keys = new LinkedHashMap<>();
    private final List<KeyHash> waiting = new ArrayList<>();

    void change(int count) {
      IntStream.range(0, count)
          .mapToObj(PrincipalRelayTest::hash)
          .forEach(
              hash -> {
                keys.merge(hash, 1L, Long::sum);
                waiting.add(hash);
              });
    }

    @Override
    public int drain(int max, Consumer<List<HashedPrincipal>> publisher) {
      List<KeyHash> page = List.copyOf(waiting.subList(0, Math.min(max, waiting.size())));
      if (!page.isEmpty()) {
        publisher.accept(page.stream().map(this::principal).toList());
        waiting.subList(0, page.size()).clear();
      }
      return page.size();
    }

    private HashedPrincipal principal(KeyHash hash) {
      return new HashedPrincipal(
          hash, PrincipalBuilder.principal("t", "k").version(keys.get(hash)).build());
    }

    @Override
    public int enqueueDifferences(Map<KeyHash, Long> published) {
      List<KeyHash> different =
          keys.entrySet().stream()
              .filter(key -> !key.getValue().equals(published.get(key.getKey())))
              .map(Map.Entry::getKey)
              .toList();
      waiting.addAll(different);
      return different.size();
    }
  }

  private static final class FakeTopic implements PrincipalTopic {
    private final Map<KeyHash, Long> versions = new HashMap<>();
    private boolean away;

    @Override
    public void publish(List<HashedPrincipal> principals) {
      if (away) {
        throw new PrincipalTopicException("away", new IllegalStateException());
      }
      principals.forEach(p -> versions.put(p.hash(), p.principal().version()));
    }

    @Override
    public Map<KeyHash, Long> versions() {
      if (away) {
        throw new PrincipalTopicException("away", new IllegalStateException());
      }
      return versions;
    }

    @Override
    public void close() {}
  }
}
