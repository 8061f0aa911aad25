/// The simulator's pictures.
///
/// **Receives** what an image model was asked for. **Decides** the pixels: shapes that follow from
/// a seed, and words that say that nothing here is real. **Hands to** the simulator, as a PNG or
/// JPEG file.
@NullMarked
package online.speka.worker.engine.simulator.pictures;

import org.jspecify.annotations.NullMarked;
