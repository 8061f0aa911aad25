/// How results look.
///
/// **Receives** results. **Decides** columns and words. **Hands to** the person aligned text, to
/// other programs JSON.
@NullMarked
package online.speka.infra.bench.report;

import org.jspecify.annotations.NullMarked;
