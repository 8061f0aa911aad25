/// The engine of production: an OpenAI-compatible HTTP server beside the worker (vLLM, SGLang,
/// llama.cpp server, NIM).
///
/// **Receives** a run with the client's body. **Decides** the few edits the body needs, what of the
/// server's answer is an event, an error or usage, and what a failure means for the job. **Hands
/// to** the [online.speka.worker.engine.AnswerSink] the server's bytes as they came.
///
/// The server is not trusted: sizes, times, shapes and numbers of its answers are bounded here. Its
/// bytes are passed on as they came but for what clients are known to stumble over
/// ([online.speka.worker.engine.http.AnswerEdit]).
@NullMarked
package online.speka.worker.engine.http;

import org.jspecify.annotations.NullMarked;
