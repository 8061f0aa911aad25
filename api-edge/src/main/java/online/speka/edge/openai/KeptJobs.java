package online.speka.edge.openai;

import online.speka.contract.job.Job;
import online.speka.edge.resumption.Fingerprint;
import online.speka.edge.validation.InferenceRequest;
import reactor.core.publisher.Mono;

/// Requests of the usual kinds that may be sent again. Each is one job, never several: it is one
/// log that tells its answer.
final class KeptJobs {
  private final KeptExchange exchange;
  private final JobFactory factory;
  private final JobExchange jobs;

  KeptJobs(KeptExchange exchange, JobFactory factory, JobExchange jobs) {
    this.exchange = exchange;
    this.factory = factory;
    this.jobs = jobs;
  }

  Mono<Void> run(
      KeptRequest.Sender sender,
      KeptRequest.Again again,
      InferenceRequest request,
      Fingerprint fingerprint,
      byte[] body) {
    return exchange.run(
        new KeptRequest(sender, again, request, fingerprint, new Work(sender, request, body)));
  }

  private final class Work implements KeptRequest.Work {
    private final KeptRequest.Sender sender;
    private final InferenceRequest request;
    private final byte[] body;

    Work(KeptRequest.Sender sender, InferenceRequest request, byte[] body) {
      this.sender = sender;
      this.request = request;
      this.body = body;
    }

    @Override
    public Job job() {
      return factory.job(sender.call(), sender.principal(), request, body);
    }

    @Override
    public Mono<Void> run(Job job, Manner manner) {
      return jobs.run(sender.call(), sender.place(), job, body, manner);
    }

    @Override
    public Manner manner(Job job) {
      return JobExchange.plain(sender.call());
    }
  }
}
