/// The API's description of itself.
///
/// **Receives** the files in `admin-api/` on the class path. **Decides** nothing; a test holds them
/// to what is really answered. **Hands to** the door one OpenAPI document.
@NullMarked
package online.speka.ledger.admin.reference;

import org.jspecify.annotations.NullMarked;
