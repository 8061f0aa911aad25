/// What a job costs, and the postings that say so.
///
/// **Receives** facts about jobs from intake, in batches. **Decides** the bill of each job: usage
/// times the price that was in force when the job was submitted; the first outcome of a job wins,
/// and one that stands behind the failure of its own attempt is void; a request that was cut into
/// parts has one bill, when its parts have ended. **Hands to** PostgreSQL, in one transaction per
/// batch: one bill, and one transaction of two postings that sum to zero. A fact belongs to intake
/// until that transaction has committed.
@NullMarked
package online.speka.ledger.posting;

import org.jspecify.annotations.NullMarked;
