/// One request as several jobs, and their answers as one answer: pure, without threads or I/O.
///
/// **Receives** the body of an embeddings request, and later the document of each job. **Decides**
/// where the body is cut, between inputs and never inside one, and how the documents are joined in
/// the order of the inputs. **Hands to** submission the client's own bytes, cut; and to the HTTP
/// exchange one document. Nothing is parsed that only the engine has to understand: inputs and
/// vectors are copied as bytes.
@NullMarked
package online.speka.edge.joining;

import org.jspecify.annotations.NullMarked;
