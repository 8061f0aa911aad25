/// Breaks the platform while clients watch, and judges afterwards what they saw and what was
/// billed.
///
/// **Receives** the names of cells, a seed, and how many rounds. **Decides** nothing by itself: a
/// cell says what load runs, what is broken and what must hold. **Hands to** the person one line
/// for each cell and round, and a file with everything that happened in it.
///
/// `campaign` has `stack` start the platform, lets `client` load it while `nemesis` breaks parts of
/// it, and has `facts` read what the platform itself says of it; all of that goes into a `history`
/// file. `checker` reads that file and nothing else, compares it with what `reference` says the
/// simulator must answer, and `report` prints what came out.
@NullMarked
package online.speka.infra.faults;

import org.jspecify.annotations.NullMarked;
