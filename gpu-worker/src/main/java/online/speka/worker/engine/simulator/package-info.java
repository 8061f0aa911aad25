/// Stands for a GPU that is not there.
///
/// **Receives** an [online.speka.worker.engine.EngineRun] of a model whose engine is the simulator.
/// **Decides** an answer that follows from model, prompt, parameters and seed alone, so a reference
/// exists for every request ([online.speka.worker.engine.simulator.SimulatorReference]); when its
/// tokens come; and what goes wrong, as the catalog says. **Hands to** an
/// [online.speka.worker.engine.AnswerSink].
///
/// What the answer depends on, precisely: the model's id, messages, tools, response format,
/// reasoning effort, and every sampling parameter. Not on `n` (choice 2 of four is choice 2 of
/// three), not on `stop` and `max_tokens` (they cut the same text; without `max_tokens` it has a
/// natural end), not on streaming, not on the job, the worker or the attempt. Ids follow from the
/// job. The one number that differs between two runs is `cached_tokens`: it says what the prefix
/// cache of the worker that ran the job held, and the reference says 0.
///
/// Completions follow from their prompt, their suffix and the sampling parameters in the same way;
/// pictures from model, prompt and place among the images of their request.
@NullMarked
package online.speka.worker.engine.simulator;

import org.jspecify.annotations.NullMarked;
