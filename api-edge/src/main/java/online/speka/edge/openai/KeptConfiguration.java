package online.speka.edge.openai;

import java.time.InstantSource;
import online.speka.edge.draining.Drain;
import online.speka.edge.resumption.IdempotencyKeys;
import online.speka.edge.resumption.KeptAnswers;
import online.speka.edge.resumption.ResumptionMetrics;
import online.speka.edge.resumption.ResumptionProperties;
import online.speka.edge.streaming.TokenStreams;
import online.speka.edge.submission.SubmissionLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Requests that may be sent again.
@Configuration(proxyBeanMethods = false)
class KeptConfiguration {

  @Bean
  KeptExchange.Keys keptKeys(
      IdempotencyKeys keys, KeptAnswers answers, ResumptionMetrics metrics, Drain drain) {
    return new KeptExchange.Keys(keys, answers, metrics, drain);
  }

  @Bean
  KeptExchange.Settings keptSettings(
      ResumptionProperties properties,
      SubmissionLimits submission,
      InstantSource clock,
      ApiErrors errors) {
    return new KeptExchange.Settings(
        properties, submission.decidedWithin().plus(properties.takeoverMargin()), clock, errors);
  }

  @Bean
  AttachedExchange attachedExchange(
      TokenStreams streams,
      JobExchange jobs,
      JobFactory factory,
      KeptExchange.Keys keys,
      ResumptionProperties properties,
      InstantSource clock) {
    return new AttachedExchange(streams, jobs, factory, keys, properties, clock);
  }

  @Bean
  KeptExchange keptExchange(
      KeptExchange.Keys keys,
      JobFactory factory,
      JobExchange jobs,
      AttachedExchange attached,
      Limiter limiter,
      KeptExchange.Settings settings) {
    return new KeptExchange(keys, factory, jobs, attached, limiter, settings);
  }

  @Bean
  KeptJobs keptJobs(KeptExchange exchange, JobFactory factory, JobExchange jobs) {
    return new KeptJobs(exchange, factory, jobs);
  }
}
