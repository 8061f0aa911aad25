/// The platform under test and its processes.
///
/// **Receives** the ready file of a running platform, or starts one through its launcher.
/// **Decides** when it is ready and that nothing of it is left afterwards. **Hands to** the
/// scenario addresses, a key and process ids.
@NullMarked
package online.speka.infra.bench.stack;

import org.jspecify.annotations.NullMarked;
