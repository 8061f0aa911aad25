package online.speka.dispatcher.flowcontrol;

import java.util.Iterator;
import java.util.TreeMap;

/// First come, first served. A job that is tried again takes its old place.
final class FifoLane implements LaneQueue {

  private final TreeMap<Long, OwnedJob> jobs = new TreeMap<>();

  @Override
  public void add(OwnedJob job) {
    jobs.put(job.order(), job);
  }

  @Override
  public void remove(OwnedJob job) {
    jobs.remove(job.order());
  }

  @Override
  public int size() {
    return jobs.size();
  }

  @Override
  public Iterable<OwnedJob> newestFirst() {
    return jobs.descendingMap().values();
  }

  @Override
  public Iterator<OwnedJob> iterator() {
    return jobs.values().iterator();
  }
}
