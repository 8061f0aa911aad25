/// Whose key is this?
///
/// **Receives** the `Authorization` header, and principals from their compacted topic. **Decides**
/// from memory, without a call to anybody, whom a key stands for. **Hands to** admission the
/// principal.
@NullMarked
package online.speka.edge.auth;

import org.jspecify.annotations.NullMarked;
