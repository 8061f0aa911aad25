/// What operators do to this installation, over HTTP.
///
/// **Receives** requests on the admin port. **Decides** who may, and that everything is done once
/// and written down; the rest is decided by the packages that it is about. **Hands to** them each
/// change, in one database transaction. Read in this order: {@link
/// online.speka.ledger.admin.operators} knows who asks, {@link online.speka.ledger.admin.http} is
/// the door, {@link online.speka.ledger.admin.records} remembers, {@link
/// online.speka.ledger.admin.resources} has a class for each kind of thing, and {@link
/// online.speka.ledger.admin.reference} describes all of it.
@NullMarked
package online.speka.ledger.admin;

import org.jspecify.annotations.NullMarked;
