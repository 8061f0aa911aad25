/// Runs one job on one model.
///
/// **Receives** an [online.speka.worker.engine.EngineRun] from the slot that owns it. **Decides**
/// the bytes of the answer and what they cost. **Hands to** an
/// [online.speka.worker.engine.AnswerSink], which numbers and publishes them.
@NullMarked
package online.speka.worker.engine;

import org.jspecify.annotations.NullMarked;
