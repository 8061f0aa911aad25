/// The platform under test: the local stack in processes of its own, which are started again when
/// they die.
///
/// **Receives** a topology. **Decides** when all of it works. **Hands to** clients addresses and
/// keys, to the nemesis process ids.
@NullMarked
package online.speka.infra.faults.stack;

import org.jspecify.annotations.NullMarked;
