/// Reads a request's body, once and strictly.
///
/// **Receives** the body's bytes. **Decides** whether they are text, JSON, and a request that the
/// endpoint and the model can serve; names the field that is wrong. **Hands to** admission what the
/// job will take; the bytes themselves go on untouched.
@NullMarked
package online.speka.edge.validation;

import org.jspecify.annotations.NullMarked;
