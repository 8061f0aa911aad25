/// How long a revoked key still opens anything, at any edge.
///
/// **Receives** keys, and edges that know them. **Decides** from what each edge said, and when,
/// whether a key was let in too late, or again. **Hands to** the scenario times and counts.
@NullMarked
package online.speka.infra.bench.revocation;

import org.jspecify.annotations.NullMarked;
