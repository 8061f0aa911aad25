/// A client's body as values.
///
/// **Receives** the bytes a client sent, already checked by the edge. **Decides** what each field
/// means to an engine: defaults, synonyms, which of two limits wins. **Hands to** engines, which
/// never see JSON.
@NullMarked
package online.speka.worker.rendering.request;

import org.jspecify.annotations.NullMarked;
