package online.speka.dispatcher.flowcontrol;

/// How an assigned job shows up in its worker's heartbeats.
///
/// @param seen whether it ever did
/// @param missed beats in a row without it
record Sighting(boolean seen, int missed) {

  static final Sighting NONE = new Sighting(false, 0);

  Sighting next(boolean shown) {
    return shown ? new Sighting(true, 0) : new Sighting(seen, missed + 1);
  }

  /// Whether the worker does not have the job, whatever it was once given.
  boolean isLost(FlowLimits.Sightings limits) {
    return missed > (seen ? limits.goneBeatsMax() : limits.unseenBeatsMax());
  }
}
