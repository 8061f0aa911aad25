/// What models cost, for those who set it.
///
/// **Receives** prices from people. **Decides** whether a price may be set: for a model there is,
/// from a moment on that has not come yet. **Hands to** PostgreSQL one more version, with who set
/// it and why; postings are made with the version in force when their job was submitted.
@NullMarked
package online.speka.ledger.pricing;

import org.jspecify.annotations.NullMarked;
