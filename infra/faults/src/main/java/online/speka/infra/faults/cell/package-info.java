/// The cells of the campaign, as data: what load runs, what is broken and how, and what clients may
/// see of it.
///
/// **Receives** a name. **Decides** nothing. **Hands to** the campaign a cell.
@NullMarked
package online.speka.infra.faults.cell;

import org.jspecify.annotations.NullMarked;
