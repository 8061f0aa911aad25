/// Sentence embeddings in ONNX Runtime, inside this process.
///
/// **Receives** embeddings jobs, each on its slot's thread. **Decides** tokens, their honest count,
/// and with the batching package what runs next. **Hands to** the model's own threads, and back to
/// the job its vectors as one document.
///
/// Native code is loaded with the first model and not before.
@NullMarked
package online.speka.worker.engine.onnx;

import org.jspecify.annotations.NullMarked;
