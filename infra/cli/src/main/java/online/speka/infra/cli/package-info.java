/// `speka`, the operator's command line.
///
/// **Receives** what an operator types. **Decides** which request of the admin API that is, and
/// where the API and the token are. **Hands to** the API the request, and to the terminal a table
/// or the API's own JSON; a secret is shown only where it was minted just now.
@NullMarked
package online.speka.infra.cli;

import org.jspecify.annotations.NullMarked;
