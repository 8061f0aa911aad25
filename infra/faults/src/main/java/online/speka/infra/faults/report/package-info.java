/// How results look.
///
/// **Receives** what the checker found and when things broke and worked again. **Decides** columns
/// and words. **Hands to** the person a line for each cell.
@NullMarked
package online.speka.infra.faults.report;

import org.jspecify.annotations.NullMarked;
