/// Responses that can be asked for again.
///
/// **Receives** what the HTTP side knows of a response when it accepts one, and later its id.
/// **Decides** whose response it is, how it stands (from its record and the end of its job's replay
/// log), what it looks like while there is no answer, and which events of a stream a client has
/// seen already. **Hands to** the HTTP side documents and events, ready to be sent.
///
/// Nothing here is an archive: a record and its log live in Redis, for a named time, and are gone
/// when Redis forgets.
@NullMarked
package online.speka.edge.responses;

import org.jspecify.annotations.NullMarked;
