/// Organisations, their projects, and the people in them.
///
/// **Receives** what an operator or a member wants made, renamed or changed. **Decides** whether
/// that can be, and what each role may do; who is asking has been found out before. **Hands to**
/// the tables, in the caller's database transaction if there is one, and back to the caller what is
/// there now.
@NullMarked
package online.speka.ledger.organizations;

import org.jspecify.annotations.NullMarked;
