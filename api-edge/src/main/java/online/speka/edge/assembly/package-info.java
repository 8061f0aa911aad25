/// Puts the frames of one job in order: pure, without threads, time or I/O.
///
/// **Receives** frames from pub/sub (at most once, of any attempt) and from the job's replay log
/// (in order, without holes). **Decides** which bytes come next, what is a duplicate, what is
/// missing, and when a stream cannot be continued. **Hands to** the stream of the client, as
/// verdicts.
@NullMarked
package online.speka.edge.assembly;

import org.jspecify.annotations.NullMarked;
