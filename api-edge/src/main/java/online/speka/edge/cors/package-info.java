/// Lets web pages of other origins use the API from a browser. Off unless origins are configured.
///
/// **Receives** the origin a browser names. **Decides** whether its pages may read answers, and
/// answers preflights, which carry no key. **Hands to** the HTTP side the exchange with the headers
/// that browsers look for; a request from any other origin goes on without them.
@NullMarked
package online.speka.edge.cors;

import org.jspecify.annotations.NullMarked;
