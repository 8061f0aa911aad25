/// What this edge has reserved for jobs that the ledger cannot know of yet.
///
/// **Receives** what requests reserve, from before Redis is asked until the broker has said that it
/// has their jobs, and which generation of funds there is. **Decides** whether a reservation still
/// stands, is given back because no job comes of it, or is in doubt. **Hands to** Redis what must
/// be entered again in a new generation, and what is given back.
@NullMarked
package online.speka.edge.funds;

import org.jspecify.annotations.NullMarked;
