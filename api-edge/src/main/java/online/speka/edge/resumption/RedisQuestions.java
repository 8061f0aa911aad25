package online.speka.edge.resumption;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import online.speka.edge.streaming.RedisCommandLink;
import reactor.core.publisher.Mono;

/// Asks Redis, or says that it cannot.
record RedisQuestions(RedisCommandLink link) {
  <T> Mono<T> ask(Function<RedisAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
    return Mono.defer(
            () ->
                link.commands()
                    .map(redis -> Mono.fromCompletionStage(command.apply(redis)))
                    .orElseGet(
                        () ->
                            Mono.error(
                                new KeysUnreachableException("Redis has not been reached yet"))))
        .onErrorMap(
            failure -> !(failure instanceof KeysUnreachableException),
            failure -> new KeysUnreachableException("Redis did not do as asked", failure));
  }
}
