/// Runs cells, one after the other, on a platform that is started once.
///
/// **Receives** names of cells, a seed, rounds. **Decides** when a cell may begin: when everything
/// works and nothing of the one before is left. **Hands to** the checker each cell's history.
@NullMarked
package online.speka.infra.faults.campaign;

import org.jspecify.annotations.NullMarked;
