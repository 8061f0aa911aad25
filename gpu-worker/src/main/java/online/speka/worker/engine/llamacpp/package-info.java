/// Chat with llama.cpp, inside this process.
///
/// **Receives** chat jobs, each on its slot's thread. **Decides** the prompt, the next token of
/// every sequence, and where an answer ends. **Hands to** the model's one thread, which computes
/// all sequences together, and back to each job its tokens.
///
/// llama.cpp's C interface is called through Java's foreign functions, not through the Java binding
/// whose jar the library comes in: that one blocks in native code until a token is there, so that a
/// job cannot be cancelled while its prompt is computed, and it tells neither why an answer ended
/// nor how many tokens it took. Native code is loaded with the first model and not before.
@NullMarked
package online.speka.worker.engine.llamacpp;

import org.jspecify.annotations.NullMarked;
