/// Brings a job's frames to the client that waits for them.
///
/// **Receives** messages of this edge's channel in Redis, and entries of replay logs. **Decides**,
/// through {@link online.speka.edge.assembly}, what comes next; when a log has to be read; when a
/// client is too slow to be buffered for; when a job is waited for no longer. **Hands to** the HTTP
/// exchange an opening (whole document, flowing stream or refusal), and to dispatchers and workers
/// the cancellation of jobs that nobody waits for.
///
/// Who owns what: a {@link online.speka.edge.streaming.JobStream} lives on its client's event loop.
/// Everybody else (the Redis listener, the log reader, the sweeper) only drops notes into its
/// inbox, so there is no lock, and a client that stalls delays nobody.
@NullMarked
package online.speka.edge.streaming;

import org.jspecify.annotations.NullMarked;
