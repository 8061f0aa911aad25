/// The door of the admin API, on a port of its own.
///
/// **Receives** HTTP requests of operators. **Decides** who asks, whether they may, and whether the
/// request is well-formed to its last field; an answer that was given before under the same
/// idempotency key is given again. **Hands to** the resources one call each, in one database
/// transaction with the record of it, and back to the operator the answer or an error in the public
/// API's envelope.
@NullMarked
package online.speka.ledger.admin.http;

import org.jspecify.annotations.NullMarked;
