/// What operators did, and what they were answered.
///
/// **Receives** each change when it is made, in its database transaction. **Decides** whether a
/// request has been answered before. **Hands to** the door that answer, and to readers the audit
/// log, which nobody can change.
@NullMarked
package online.speka.ledger.admin.records;

import org.jspecify.annotations.NullMarked;
