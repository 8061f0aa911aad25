/// Values that fit a JSON schema.
///
/// **Receives** a client's schema, which may ask for anything, and a seed. **Decides** a value that
/// the schema allows, with bounded work. **Hands to** the simulator, as JSON text: the arguments of
/// a call, or an answer in a given format.
@NullMarked
package online.speka.worker.engine.simulator.schema;

import org.jspecify.annotations.NullMarked;
