package online.speka.dispatcher.flowcontrol;

import online.speka.contract.catalog.ModelId;
import online.speka.contract.job.Lane;

/// One partition of one lane of a model.
public record Shard(ModelId model, Lane lane, int partition) implements Comparable<Shard> {
  @Override
  public int compareTo(Shard other) {
    int byModel = model.compareTo(other.model);
    int byLane = byModel != 0 ? byModel : lane.compareTo(other.lane);
    return byLane != 0 ? byLane : Integer.compare(partition, other.partition);
  }
}
