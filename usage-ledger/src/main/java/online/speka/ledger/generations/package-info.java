/// Redis believed again after it may have forgotten, and reservations that nobody ended.
///
/// **Receives** what Redis still knows, from Kafka the jobs that may be unfinished, and from the
/// books what is decided. **Decides** when a generation of funds is over, which reservations stand,
/// and which have leaked. **Hands to** Redis the next generation, and opens it only when every
/// reservation that stands is in it: until then edges admit nothing that funds bound. All of it may
/// be repeated: a ledger that dies in between leaves a generation that never opens, and another one
/// begins the next.
@NullMarked
package online.speka.ledger.generations;

import org.jspecify.annotations.NullMarked;
