package online.speka.infra.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import java.util.function.Function;
import online.speka.infra.bench.script.StreamScript;

/// A request for a stream, and who wants to know what becomes of it.
///
/// @param script what the answer must be
/// @param request its bytes, head and body
/// @param begun gets the `x-request-id` of an answer that is a stream, or an empty text
record Call(
    StreamScript script,
    long dueNanos,
    Function<ByteBufAllocator, ByteBuf> request,
    Consumer<String> begun,
    Consumer<Exchange> end) {}
