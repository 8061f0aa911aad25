/// Who can run jobs, and who has died.
///
/// **Receives** the heartbeats that workers write into Redis. **Decides** who is alive, by beats
/// that change on this process's own monotonic clock. **Hands to** flow control a picture of the
/// fleet after every reading.
@NullMarked
package online.speka.dispatcher.workers;

import org.jspecify.annotations.NullMarked;
