/// Turns what a model says into the bytes a client reads.
///
/// **Receives** token events from engines that generate tokens themselves (an HTTP upstream writes
/// its own bytes). **Decides** where one piece of text may end (no code point is split, nothing of
/// a stop text leaks) and the exact JSON of every answer. **Hands to** the engine, which passes the
/// bytes on, one event one frame.
///
/// A token's way: [online.speka.worker.rendering.ChoiceText] holds it back while it may be half a
/// character or the beginning of a stop text, then a [online.speka.worker.rendering.TokenEvent]
/// goes through an [online.speka.worker.rendering.AnswerWriter].
@NullMarked
package online.speka.worker.rendering;

import org.jspecify.annotations.NullMarked;
