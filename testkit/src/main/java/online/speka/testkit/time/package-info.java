/**
 * Time that only a test moves.
 *
 * <p><b>Receives</b> steps and jumps.
 *
 * <p><b>Decides</b> nothing.
 *
 * <p><b>Hands to</b> the code under test an instant source and a ticker.
 */
@NullMarked
package online.speka.testkit.time;

import org.jspecify.annotations.NullMarked;
