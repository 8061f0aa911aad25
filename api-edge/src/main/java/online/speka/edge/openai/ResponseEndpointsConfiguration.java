package online.speka.edge.openai;

import java.time.InstantSource;
import online.speka.edge.admission.InFlightLimit;
import online.speka.edge.responses.ResponseStore;
import online.speka.edge.responses.ResponsesProperties;
import online.speka.edge.streaming.Cancellations;
import online.speka.edge.streaming.TokenStreams;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The endpoints of the Responses API.
@Configuration(proxyBeanMethods = false)
class ResponseEndpointsConfiguration {

  @Bean
  ResponseExchange responseExchange(
      JobFactory factory,
      JobExchange jobs,
      Answers answers,
      ApiErrors errors,
      ResponseExchange.Kept kept,
      InstantSource clock) {
    return new ResponseExchange(factory, jobs, answers, errors, kept, clock);
  }

  @Bean
  ResponseExchange.Kept keptResponses(
      ResponseStore store,
      TokenStreams streams,
      Cancellations cancellations,
      ResponsesProperties settings) {
    return new ResponseExchange.Kept(store, streams, cancellations, settings);
  }

  @Bean
  Endpoint responses(
      JobEndpoint.Intake intake, ResponseExchange exchange, Answers answers, ApiErrors errors) {
    return new ResponsesEndpoint(intake, exchange, answers, errors);
  }

  @Bean
  Endpoint response(StoredResponses stored, InFlightLimit limit, ResponseExchange exchange) {
    return StoredResponseEndpoint.retrieve(stored, limit, exchange);
  }

  @Bean
  Endpoint responseDeletion(StoredResponses stored) {
    return StoredResponseEndpoint.delete(stored);
  }

  @Bean
  Endpoint responseCancellation(StoredResponses stored) {
    return StoredResponseEndpoint.cancel(stored);
  }

  @Bean
  Endpoint responseInput(StoredResponses stored) {
    return StoredResponseEndpoint.inputItems(stored);
  }

  @Bean
  StoredResponses storedResponses(
      ResponseStore store, Cancellations cancellations, Answers answers, ApiErrors errors) {
    return new StoredResponses(store, cancellations, answers, errors);
  }
}
