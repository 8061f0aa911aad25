package online.speka.ledger.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import online.speka.contract.outcome.JobEvent;
import online.speka.contract.wire.JobEventCodec;

/** One partition of a topic that hands out again whatever was not committed. */
final class FakeOutcomes implements OutcomeSource {

  private final List<Delivery> records = new ArrayList<>();
  private final int batchMax;

  final List<Duration> pauses = new ArrayList<>();
  volatile int committed;
  private int position;

  FakeOutcomes(int batchMax) {
    this.batchMax = batchMax;
  }

  void add(JobEvent event) {
    add(JobEventCodec.encode(event));
  }

  void add(String value) {
    add(value.getBytes(UTF_8));
  }

  void add(byte[] value) {
    records.add(new Delivery("outcomes", 0, records.size(), null, value));
  }

  boolean isDone() {
    return committed == records.size();
  }

  @Override
  public List<Delivery> poll() {
    int end = Math.min(records.size(), position + batchMax);
    List<Delivery> batch = List.copyOf(records.subList(position, end));
    position = end;
    return batch;
  }

  @Override
  public void commit() {
    committed = position;
  }

  @Override
  public void retryAfter(Duration pause) {
    pauses.add(pause);
    position = committed;
  }

  @Override
  public boolean isAssigned() {
    return true;
  }

  @Override
  public long lag() {
    return records.size() - position;
  }

  @Override
  public void close() {
    position = committed;
  }
}
