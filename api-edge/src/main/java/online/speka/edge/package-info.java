/// The public door: OpenAI's endpoints in front of durable jobs.
///
/// A request goes through these packages in order:
///
/// 1. {@link online.speka.edge.openai} finds the endpoint, and owns the HTTP exchange to its end;
/// 2. {@link online.speka.edge.auth} tells whose key it is; 3. {@link online.speka.edge.admission}
/// gives it a place, or refuses before anything is read; 4. {@link online.speka.edge.validation}
/// reads the body once and strictly; 5. {@link online.speka.edge.limits} charges it against what
/// its sender may use; 6. {@link online.speka.edge.submission} writes the job to Kafka: from here
/// on it is durable; 7. {@link online.speka.edge.streaming} brings the job's frames from Redis to
/// the client, put in order by {@link online.speka.edge.assembly}.
///
/// A request with many inputs goes through 6 and 7 as several jobs; {@link
/// online.speka.edge.joining} cuts it and joins the answers.
///
/// Beside the path, {@link online.speka.edge.reference} describes the API, and
/// {@link online.speka.edge.cors} lets pages of other origins use it.
///
/// {@link online.speka.edge.responses} keeps what can be asked for again, by its id, of any edge.
///
/// **Receives** HTTP requests. **Decides** who may ask, whether the request is well formed and
/// whether there is room. **Hands to** the jobs topics in Kafka; frames come back over Redis.
@NullMarked
package online.speka.edge;

import org.jspecify.annotations.NullMarked;
