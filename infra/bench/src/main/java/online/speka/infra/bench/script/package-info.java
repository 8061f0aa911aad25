/// What a prompt asks the fixed-delay upstream to do, and the tokens it then writes.
///
/// **Receives** a mark and a shape from the load. **Decides** every token of the answer, so that
/// the load knows each byte beforehand. **Hands to** both ends the same text.
@NullMarked
package online.speka.infra.bench.script;

import org.jspecify.annotations.NullMarked;
