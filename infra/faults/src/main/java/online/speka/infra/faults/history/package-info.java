/// What happened, one line of JSON for each thing, in the order in which it was seen.
///
/// **Receives** what clients asked and got, what the nemesis did, and what the platform's own
/// records say. **Decides** nothing. **Hands to** the checker a file that can be judged again,
/// anywhere and at any time.
@NullMarked
package online.speka.infra.faults.history;

import org.jspecify.annotations.NullMarked;
