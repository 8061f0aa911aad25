package online.speka.edge.openai;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import online.speka.contract.catalog.Catalog;
import online.speka.contract.catalog.JobKind;
import online.speka.contract.job.EdgeId;
import online.speka.contract.job.JobId;
import online.speka.edge.admission.DeadlineRule;
import online.speka.edge.admission.InFlightLimit;
import online.speka.edge.admission.RetryAfter;
import online.speka.edge.auth.Authenticator;
import online.speka.edge.auth.Revocations;
import online.speka.edge.draining.Drain;
import online.speka.edge.joining.JoiningProperties;
import online.speka.edge.limits.Limits;
import online.speka.edge.reference.ReferenceFile;
import online.speka.edge.streaming.TokenStreams;
import online.speka.edge.submission.JobSubmitter;
import online.speka.edge.submission.SubmissionLimits;
import online.speka.edge.validation.RequestReader;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.annotation.Order;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import reactor.netty.NettyPipeline;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({OpenAiProperties.class, JoiningProperties.class})
class OpenAiConfiguration {
  /// Before the framework's own handler of errors.
  private static final int ERROR_HANDLER_ORDER = -2;

  /// After the actuator's endpoints, before the framework's own mappings, which have nothing here.
  private static final int MAPPING_ORDER = -50;

  @Bean
  RequestMetrics requestMetrics(MeterRegistry registry, LongSupplier ticker, InFlightLimit limit) {
    Gauge.builder("speka.edge.requests.in.flight", limit, InFlightLimit::inFlight)
        .register(registry);
    Gauge.builder("speka.edge.bodies.in.flight", limit, InFlightLimit::bodyBytes)
        .baseUnit("bytes")
        .register(registry);
    return new MicrometerRequestMetrics(registry, ticker);
  }

  @Bean
  @Primary
  TokenStreams revocableStreams(
      @Qualifier("tokenStreams") TokenStreams streams, Revocations revocations) {
    return RevocableStreams.of(streams, revocations);
  }

  @Bean
  ApiErrors apiErrors(RetryAfter retryAfter) {
    return new ApiErrors(retryAfter);
  }

  @Bean
  Answers answers(ApiErrors errors, OpenAiProperties properties, Drain drain) {
    return new Answers(errors, properties.bodyTimeout(), drain::hasBegun);
  }

  @Bean
  JobFactory jobFactory(EdgeId edge, InstantSource clock, DeadlineRule deadlines) {
    return new JobFactory(edge, clock, deadlines);
  }

  @Bean
  JobExchange jobExchange(
      JobFactory factory,
      TokenStreams streams,
      JobSubmitter submitter,
      Answers answers,
      ApiErrors errors) {
    return new JobExchange(factory, streams, submitter, answers, errors);
  }

  @Bean
  JoinedExchange joinedExchange(
      JobExchange single,
      JobFactory factory,
      PartExchange parts,
      TokenStreams streams,
      Answers answers,
      JoinedExchange.Limits limits) {
    return new JoinedExchange(single, factory, parts, streams, answers, limits);
  }

  @Bean
  PartExchange partExchange(
      JobFactory factory, TokenStreams streams, JobSubmitter submitter, Supplier<JobId> ids) {
    return new PartExchange(factory, streams, submitter, ids);
  }

  @Bean
  JoinedExchange.Limits joiningLimits(JoiningProperties properties, ApiErrors errors) {
    return new JoinedExchange.Limits(properties.cutting(), properties.jobsInFlightMax(), errors);
  }

  @Bean
  Limiter limiter(Limits limits, InstantSource clock, DeadlineRule deadlines, ApiErrors errors) {
    return new Limiter(limits, clock, deadlines, errors);
  }

  @Bean
  JobEndpoint.Intake jobIntake(
      InFlightLimit limit,
      RequestReader requests,
      Limiter limiter,
      OpenAiProperties properties,
      SubmissionLimits submission) {
    require(
        properties.bodyMax().toBytes() <= submission.bodyBytesMax(),
        "speka.edge.openai.body-max does not fit into speka.edge.submission.record-max");
    require(
        properties.bodyMax().toBytes() <= limit.bodyBytesMax(),
        "speka.edge.openai.body-max does not fit into speka.edge.admission.body-bytes-max");
    require(
        limit.bodyBytesMax() <= submission.waitingBytesMax(),
        "speka.edge.admission.body-bytes-max does not fit into speka.edge.submission.buffer-max");
    return new JobEndpoint.Intake(
        limit,
        new BodyReader(properties),
        requests,
        limiter,
        properties.parseInlineMax().toBytes());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(message);
    }
  }

  @Bean
  JobEndpoint.Exchanges exchanges(JobExchange once, KeptJobs kept) {
    return new JobEndpoint.Exchanges(once, kept);
  }

  @Bean
  Endpoint chatCompletions(
      JobEndpoint.Intake intake, JobEndpoint.Exchanges jobs, Answers answers, ApiErrors errors) {
    return new JobEndpoint(
        JobKind.CHAT_COMPLETIONS, "/v1/chat/completions", intake, jobs, answers, errors);
  }

  @Bean
  Endpoint completions(
      JobEndpoint.Intake intake, JobEndpoint.Exchanges jobs, Answers answers, ApiErrors errors) {
    return new JobEndpoint(JobKind.COMPLETIONS, "/v1/completions", intake, jobs, answers, errors);
  }

  @Bean
  Endpoint imageGenerations(
      JobEndpoint.Intake intake, JobEndpoint.Exchanges jobs, Answers answers, ApiErrors errors) {
    return new JobEndpoint(
        JobKind.IMAGE_GENERATIONS, "/v1/images/generations", intake, jobs, answers, errors);
  }

  @Bean
  Endpoint embeddings(
      JobEndpoint.Intake intake,
      JoinedExchange joined,
      KeptJobs kept,
      Answers answers,
      ApiErrors errors) {
    return new JobEndpoint(
        JobKind.EMBEDDINGS,
        "/v1/embeddings",
        intake,
        new JobEndpoint.Exchanges(joined, kept),
        answers,
        errors);
  }

  @Bean
  Endpoint models(Catalog catalog, Answers answers) {
    return new ModelsEndpoint(catalog, answers);
  }

  @Bean
  OpenAiDoor openAiDoor(
      List<Endpoint> endpoints,
      Authenticator authenticator,
      Answers answers,
      ApiErrors errors,
      RequestMetrics metrics,
      Supplier<JobId> ids) {
    List<Endpoint> all = new ArrayList<>(endpoints);
    ReferenceFile.all().forEach(file -> all.add(new ReferenceEndpoint(file, answers)));
    return new OpenAiDoor(new Routes(all), authenticator, answers, errors, metrics, ids);
  }

  /// Everything but the actuator's endpoints, which come first.
  @Bean
  SimpleUrlHandlerMapping openAiMapping(OpenAiDoor door) {
    return new SimpleUrlHandlerMapping(Map.of("/**", door), MAPPING_ORDER);
  }

  @Bean
  @Order(ERROR_HANDLER_ORDER)
  ErrorWebExceptionHandler envelopeEverywhere(OpenAiDoor door) {
    return door::answer;
  }

  /// Event loops of its own: the shared ones would end with the first context of this JVM that
  /// ends.
  @Bean
  ReactorResourceFactory eventLoops() {
    ReactorResourceFactory resources = new ReactorResourceFactory();
    resources.setUseGlobalResources(false);
    return resources;
  }

  @Bean
  NettyServerCustomizer nettyServer(Supplier<JobId> ids) {
    NettyRequestLine requestLine = new NettyRequestLine(ids);
    return server ->
        server.doOnChannelInit(
            (_, channel, _) ->
                channel
                    .pipeline()
                    .addFirst(new NettyConnectionHandler())
                    .addAfter(NettyPipeline.HttpCodec, NettyRequestLine.NAME, requestLine));
  }
}
