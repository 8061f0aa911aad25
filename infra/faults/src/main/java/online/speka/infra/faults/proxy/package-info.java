/// A TCP proxy between parts of the platform and its servers, that can misbehave as networks do.
///
/// **Receives** connections of a part, and the weather that is to be. **Decides** when, how fast
/// and whether bytes pass. **Hands to** the server what the part sent, and to the part what the
/// server did.
@NullMarked
package online.speka.infra.faults.proxy;

import org.jspecify.annotations.NullMarked;
