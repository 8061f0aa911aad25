/// Numbers the pieces of an answer and brings them to the edge that waits.
///
/// **Receives** the bytes an engine produces, and the event that ends a job. **Decides** when
/// frames travel, how many together, and what is sent again after Redis was away. **Hands to** the
/// edge's channel and the job's replay log in Redis; to the outcomes topic in Kafka.
///
/// A frame belongs to its [online.speka.worker.publishing.FrameStream] until Redis has acknowledged
/// it; until then it is kept, and while too much is kept the engine waits.
@NullMarked
package online.speka.worker.publishing;

import org.jspecify.annotations.NullMarked;
