/// How an edge ends without its clients noticing.
///
/// **Receives** the signal to end. **Decides** when what runs is told of it: new requests are taken
/// for a short while after readiness has gone, so that whoever balances load sees it first; then
/// streams that can be resumed end at an event, for another edge to go on with; all others are
/// finished, up to a bound. **Hands to** the HTTP side both moments.
@NullMarked
package online.speka.edge.draining;

import org.jspecify.annotations.NullMarked;
