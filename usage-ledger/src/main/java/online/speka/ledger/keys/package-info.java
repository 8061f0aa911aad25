/// The life of API keys, and the limits on what they use.
///
/// **Receives** what an operator or a member wants of a key or a limit, and from edges when keys
/// were used. **Decides** what can be, and makes the secrets: each is seen once, by who minted it,
/// and kept as a hash. **Hands to** the tables, from where every change reaches the principals
/// topic through [online.speka.ledger.accounts].
@NullMarked
package online.speka.ledger.keys;

import org.jspecify.annotations.NullMarked;
