/// Asks one question at a time over connections that are kept: as an HTTP client does, and as
/// cheaply as that can be done.
///
/// **Receives** whole requests as bytes. **Decides** only where an answer ends. **Hands to** the
/// scenarios status and body; to the admin API, what they want changed.
@NullMarked
package online.speka.infra.bench.probe;

import org.jspecify.annotations.NullMarked;
