/// What a crowd of clients that hardly read does to everybody else's streams.
///
/// **Receives** a running platform and a load of streams that are read at once. **Decides** whose
/// turn it is: nobody besides, a crowd that reads, a crowd that hardly does. **Hands to** the
/// scenario the times between tokens in each, what became of the crowd, and what the processes grew
/// by.
@NullMarked
package online.speka.infra.bench.slow;

import org.jspecify.annotations.NullMarked;
