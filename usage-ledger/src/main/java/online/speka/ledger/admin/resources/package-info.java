/// What operators can ask for, a class for each kind of thing.
///
/// **Receives** calls that are well-formed. **Decides** what they mean to the accounts and the
/// books. **Hands to** those packages what is wanted, and to the door what is there now.
@NullMarked
package online.speka.ledger.admin.resources;

import org.jspecify.annotations.NullMarked;
