/// Usage events by the million into the ledger's own intake, while it is killed.
///
/// **Receives** how many events, and a running platform. **Decides** what each event costs, in
/// which order and how often it is delivered, when the ledger dies, and whether each was billed
/// exactly once. **Hands to** the scenario counts, amounts and rates.
@NullMarked
package online.speka.infra.bench.events;

import org.jspecify.annotations.NullMarked;
