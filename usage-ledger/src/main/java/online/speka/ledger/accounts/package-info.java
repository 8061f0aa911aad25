/// Tenants, their accounts and their API keys.
///
/// **Receives** keys to mint from configuration at the first start. **Decides** whom a key stands
/// for and in which state it is; only its hash is kept. **Hands to** the compacted principals
/// topic, through an outbox that PostgreSQL fills in the transaction of the change itself, every
/// key's newest version, at least once; edges answer from that topic and never ask the database.
@NullMarked
package online.speka.ledger.accounts;

import org.jspecify.annotations.NullMarked;
