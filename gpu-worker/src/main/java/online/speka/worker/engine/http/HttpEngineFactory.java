package online.speka.worker.engine.http;

import java.util.function.Function;
import online.speka.contract.catalog.EngineSpec;
import online.speka.contract.catalog.ModelSpec;
import online.speka.worker.engine.Engine;
import online.speka.worker.engine.EngineFactory;
import online.speka.worker.engine.EngineStartException;
import org.jspecify.annotations.Nullable;

/// Makes engines that pass jobs on to an HTTP server. The server need not be up: the engine turns
/// ready when a probe finds it.
final class HttpEngineFactory implements EngineFactory {

  private final AnswerLimits limits;
  private final UpstreamHealth.Probing probing;
  private final HttpEngineClock clock;
  private final Function<String, @Nullable String> environment;

  /// @param environment gives the value of an environment variable, or null
  HttpEngineFactory(
      AnswerLimits limits,
      UpstreamHealth.Probing probing,
      HttpEngineClock clock,
      Function<String, @Nullable String> environment) {
    this.limits = limits;
    this.probing = probing;
    this.clock = clock;
    this.environment = environment;
  }

  @Override
  public boolean supports(ModelSpec spec) {
    return spec.engine() instanceof EngineSpec.Http;
  }

  @Override
  public Engine create(ModelSpec spec) {
    if (!(spec.engine() instanceof EngineSpec.Http http)) {
      throw new IllegalArgumentException("not served over HTTP: " + spec.id());
    }
    Upstream upstream = new Upstream(http, apiKey(http));
    UpstreamHealth health = new UpstreamHealth(spec.id(), upstream, probing);
    health.start();
    return new HttpEngine(spec, upstream, health, limits, clock);
  }

  private @Nullable String apiKey(EngineSpec.Http http) {
    String variable = http.apiKeyVariable();
    if (variable == null) {
      return null;
    }
    String key = environment.apply(variable);
    if (key == null || key.isBlank()) {
      throw new EngineStartException(
          "http.api_key_variable: the environment variable " + variable + " is not set", null);
    }
    if (!key.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new EngineStartException(
          "http.api_key_variable: the value of " + variable + " holds characters no key has", null);
    }
    return key;
  }
}
