/// The HTTP side: OpenAI's routes, envelope and headers.
///
/// **Receives** HTTP exchanges. **Decides**, in this order: route, method, key, room, body; and how
/// every outcome looks to an SDK. **Hands to** submission the durable job, and to the client what
/// its stream brings. Owns the exchange from its first byte to its last, and with it the request's
/// place and stream: both are given back exactly once, whoever ends it.
@NullMarked
package online.speka.edge.openai;

import org.jspecify.annotations.NullMarked;
