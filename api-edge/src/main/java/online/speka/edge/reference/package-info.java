/// Describes the API: one OpenAPI document, and a page to read it with.
///
/// **Receives** the schemas that the validation rules say of themselves, the table of errors, and
/// the schemas of answers, which are files. **Decides** how they stand together in one document.
/// **Hands to** the HTTP side finished bytes.
@NullMarked
package online.speka.edge.reference;

import org.jspecify.annotations.NullMarked;
