package online.speka.dispatcher.handoff;

import online.speka.dispatcher.flowcontrol.Decision;

/// Says the last word about a job to its client, where a worker or another dispatcher died between
/// making the outcome durable and telling it.
interface LastWords {

  /// Returns at once; looks after a moment, because most have been told.
  void seeTo(Decision.Reassure ended);
}
