/// Errors as clients see them, in one table.
///
/// **Receives** a reason. **Decides** status, type and code. **Hands to** the edge, which renders
/// the OpenAI envelope.
@NullMarked
package online.speka.contract.error;

import org.jspecify.annotations.NullMarked;
