/// All of Speka on one machine with one command, everything real.
///
/// **Receives** the environment (`SPEKA_*`). **Decides** ports, secrets and the catalog, and which
/// parts run inside this JVM and which in processes of their own. **Hands to** the user one `READY`
/// line, after a request has gone the whole way, and to scripts the same as `ready.json`.
@NullMarked
package online.speka.infra.local;

import org.jspecify.annotations.NullMarked;
