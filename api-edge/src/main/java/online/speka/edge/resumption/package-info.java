/// Requests that may be sent again: the same key and the same body are the same request, whichever
/// edge it comes to, and a stream goes on behind the last event that its client has seen.
///
/// **Receives** the headers that ask for it, and a record of each key in Redis. **Decides** whether
/// a request is new, a repetition, or another one under a used key; whether what is kept of an
/// answer is enough; the numbers of events, and which of them a client gets. **Hands to** the HTTP
/// side a claim, and events that carry their numbers.
@NullMarked
package online.speka.edge.resumption;

import org.jspecify.annotations.NullMarked;
