/// What it costs to refuse keys that open nothing.
///
/// **Receives** an edge, a key that opens it, and accounts of CPU and of calls to stores.
/// **Decides** what each kind of refusal costs beside a request that is served. **Hands to** the
/// scenario a share for each kind, and the calls that were made.
@NullMarked
package online.speka.infra.bench.flood;

import org.jspecify.annotations.NullMarked;
