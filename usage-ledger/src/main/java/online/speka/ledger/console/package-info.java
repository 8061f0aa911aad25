/// The operator's view of the books: a page and a small JSON API, both behind a password.
///
/// **Receives** HTTP requests of people who run this installation. **Decides** who may ask, and
/// what a question means. **Hands to** reporting the question, and to the browser text in which
/// nothing a tenant wrote is ever markup.
@NullMarked
package online.speka.ledger.console;

import org.jspecify.annotations.NullMarked;
