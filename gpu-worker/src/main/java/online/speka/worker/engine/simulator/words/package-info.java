/// The simulator's language: words, the tokens they are cut into, and the dice that choose them.
///
/// **Receives** a seed, or a client's text. **Decides** which words follow from the one, and how
/// many tokens the other has. **Hands to** the rest of the simulator.
@NullMarked
package online.speka.worker.engine.simulator.words;

import org.jspecify.annotations.NullMarked;
