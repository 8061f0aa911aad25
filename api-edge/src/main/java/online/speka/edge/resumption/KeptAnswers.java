package online.speka.edge.resumption;

import online.speka.contract.job.JobId;
import reactor.core.publisher.Mono;

/// Looks what is kept of an answer. What cannot be reached ends with [KeysUnreachableException].
public interface KeptAnswers {
  Mono<KeptAnswer> look(JobId job);
}
