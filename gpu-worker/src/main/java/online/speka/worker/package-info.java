/// The worker: takes assignments, runs them in slots, publishes frames and outcomes, drains.
///
/// The path of a job: [online.speka.worker.intake] → [online.speka.worker.running] →
/// [online.speka.worker.engine] → [online.speka.worker.publishing]; [online.speka.worker.lifecycle]
/// tells the fleet about it and ends it well.
@NullMarked
package online.speka.worker;

import org.jspecify.annotations.NullMarked;
